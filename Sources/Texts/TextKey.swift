/// The names of all texts that people read; templates use them as `{{t.name}}`.
///
/// A new text is a case here and a row in `Tables/`, in every language; tests hold the two together.
public enum TextKey: String, CaseIterable, Sendable {
    // common
    case skipToContent, back, save, cancel, close, open, yes, no, none, search, date, name, email, status, details, signOut

    // errors
    case errorReference, errorNotFound, errorGone, errorUnauthenticated, errorForbidden, errorTooManyRequests
    case errorUnavailable, errorBadGateway, errorInternal, errorInternalText, errorConflict, errorTooLarge, errorInvalid

    // launching from an LMS
    case launchRefused, launchRefusedText, launchExpired, launchExpiredText, launchNotRegistered, launchNotRegisteredText
    case launchPlatformError, launchPlatformErrorText, launchReplayed, launchReplayedText
    case launchContinue, launchContinueText, openNewWindow, cookiesBlocked, cookiesBlockedText
    case launchAgain, launchAgainText, notSetUp, notSetUpText
}
