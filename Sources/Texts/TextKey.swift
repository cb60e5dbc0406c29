/// The names of all texts that people read; templates use them as `{{t.name}}`.
///
/// A new text is a case here and a row in `Tables/`, in every language; tests hold the two together.
public enum TextKey: String, CaseIterable, Sendable {
    // common
    case skipToContent, save, cancel, close, open, yes, no, none, search, date, name, email, status, details
    case signOut

    // errors
    case errorReference, errorNotFound, errorGone, errorUnauthenticated, errorForbidden, errorTooManyRequests
    case errorUnavailable, errorBadGateway, errorInternal, errorInternalText, errorConflict, errorTooLarge, errorInvalid

    // launching from an LMS
    case launchRefused, launchRefusedText, launchExpired, launchExpiredText, launchNotRegistered
    case launchNotRegisteredText
    case launchPlatformError, launchPlatformErrorText
    case launchContinue, launchContinueText, openNewWindow, cookiesBlocked, cookiesBlockedText
    case launchAgain, launchAgainText, notSetUp, notSetUpText, launchNotPermitted, launchNotPermittedText, continueWord

    // what was wrong with a launch
    case received, claim, receivedNothing, advice, adviceKeys, adviceKeySet, adviceIssuer, adviceClient, adviceClock
    case adviceAgain, adviceCookies, adviceUser, adviceRoles, adviceRole, adviceDeployment, adviceRegister
    case adviceSwitchOn, advicePlatform, adviceMessage, adviceVersion, adviceAlgorithm, adviceTarget, adviceLogin

    // gradebooks of platforms
    case gradebookComment, gradebookCommentHelp, gradebookColumns, noGradebookColumns, points, columnOfPlatform
    case columnMade, columnRemoved, removeColumn, restoreColumn

    // rosters and groups of platforms
    case platformServices, rosterPolicy, rosterPolicyHelp, rosterPolicyAuto, rosterPolicyHand, rosterPolicyOff
    case rosterHours, rosterDropAfter, rosterDropAfterHelp, gradeMaximum, gradeMaximumHelp, platformGroups
    case reconfigure, platformPublicKey, platformPublicKeyHelp, platformGroupsText, platformGroupsOf, noPlatformGroups,
        readGroups, groupOwnName, groupsOfSet

    // what each check of a launch looks at
    case checkOfResponse, checkOfState, checkOfRegistration, checkOfForm, checkOfAlgorithm, checkOfKey
    case checkOfSignature, checkOfIssuer, checkOfAudience, checkOfAuthorizedParty, checkOfExpiry, checkOfIssuedAt
    case checkOfNotBefore, checkOfNonce, checkOfMessageType, checkOfVersion, checkOfDeployment, checkOfTargetLink
    case checkOfResourceLink, checkOfUser, checkOfRoles, checkOfContext, checkOfCustom, checkOfPresentation
    case checkOfServices, checkOfDeepLinking, checkOfForUser

    // what staff set and see of platforms and deliveries
    case platformField, linkField, platformUnknown, showChosen, allOfThem, launchReferenceHelp
    case launchReferenceUnknown, platformSettings, platformTokenAudience, platformTokenAudienceHelp
    case platformAlgorithms, platformAlgorithm, platformProfiles, platformProfilesKeep, platformProfilesNone
    case platformProfilesHelp, platformPolicy, platformPolicyAuto, platformPolicyAsk, platformPolicyClosed
    case platformAnonymous, platformOffTitle, platformOffText, columnOffTitle, columnOffText, topicScore
    case topicLineItem, topicRoster, topicNotice, topicSubscribe, topicForward, topicMetadata, topicMedia
    case learnerField, sendAllAgain, rosterConfirm, rostersToSee

    // connecting a platform
    case registerTitle, registerText, registerConnect, registerProfiles, registerWillWait, registerPending, registerDone
    case registerFailed, registerRefused, registerNoConfiguration, connectTitle, connectText, connectFields
    case connectField, connectValue, connectBack, inviteTitle, inviteText, inviteMake, inviteIssuer, platformPending
    case frameSources, frameSourcesHelp, scopesMissing, canBeUpdated, testPlatform, testResults, testedWhat, testGood,
        testBad
    case signingKeys, keysSharedText, keysReadyText, keysOwnText, keysMakeReady, keysUseOwn, keysShareAgain, keysRotate

    // what platforms report
    case noticesTitle, noticesText, noticesNotOffered, noticeHandler, noticesService, noticesProven, noticesUnproven
    case noticeTypes, noticeType, noticeNumber, noticesOn, noticesOff, noticesSubscribe, noticesUnsubscribe, noticesRead
    case noticesAtPlatform, noticesReceived, noNotices, noticeDone, noticeKept, copyPolicy, copyPolicyAsk
    case copyPolicyAuto, copyPolicyOff, copyOffers, noCopyOffers, copyOffer, copyOfferText, copyFirstDayHelp
    case copyAccept, copyDecline, copyOpen, copyAccepted, copyDeclined

    // choosing content for an LMS's course
    case pickerTitle, pickerText, pickerFor, pickerChoose, pickerCancel, pickerTypesRefused, pickerNothing
    case pickerContents, pickerContent, pickerWhole, pickerItemTitle, pickerItemTitleHelp, pickerGraded, pickerAdd
    case platformRoster, platformRosterText, rosterReadAt, rosterNever, rosterActive, rosterInactive, rosterMissing
    case rosterSuppressed, rosterGood, rosterFailed, rosterDoubtful, rosterDoubtfulText, rosterUpdate, rosterRunning
    case pickerAtOnce, pickerReturning, placedContent, placedAt, notPlacedYet, noPlacedContent

    // pages about one user, opened from the platform
    case reviewTitle, reviewNothing, privacyTitle, privacyNothing, privacyAsk, privacyAskText, privacyEraseText

    // the learner's pages
    case yourProgress, lessonsDone, start, resume, openAgain, lookAgain, nextLesson
    case lessonNotStarted, lessonStarted, lessonCompleted, lessonCompletedOn, lessonFailed, lessonScore, lessonOptional
    case moduleOpens, moduleOpensLater, moduleClosed, moduleCloses
    case courseStarts, courseStartsText, startsOn, endedOn, courseEnded, courseEndedText, courseReviewText
    case courseClosed, courseClosedText
    case courseCancelled, courseCancelledText, coursePaused, coursePausedText, courseDropped, courseDroppedText
    case notEnrolled, notEnrolledText, courseComplete, courseEmpty, otherEnrolment, showTurn, turnFrom
    case backToCourse, backToPlatform, lessonFrame, lessonState, lessonInWindow, lessonInWindowText, openLesson
    case reviewOnly, showWholeCourse

    // the package of a person's own data
    case packageTitle, packageIntroduction, packageMade, packageRights, packageEntries
    case packagePerson, packageLaunches, packageCourses, packageRecords, packageSessions, packageRequests
    // staff pages: staff
    case navLabel, navDashboard, navCourses, navPackages, navPlatforms, navLaunches, navOutbox, navPeople
    case navExports, navStatements, navCredentials, navAudit, signInTitle, signInSubmit, signInFailed, signInTooOften,
        signInCookies,
        login
    case password, chooseOne, faultsInForm, faultDay, faultNumber, faultOrder, faultZone, older, number, titleField
    case kindField, countField, version, size, kilobytes, reason, reasons, reference, purpose, source, addedAt
    case settings, settingsOf, warnings, switchOn, switchOff

    // courses
    case course, newCourse, noCourses, courseCode, courseCodeHelp, languageField, editionField, moduleField
    case addModule, lessonField, addLesson, lessonTitleHelp, requiredLesson, activityField, contentField, noPackages
    case uploadPackage, packageFile, packageFileHelp, packageRefused, packageImported, packageKnown, importedAt
    case rule, ruleMoveOn, ruleTincan, group, groupField, groups, groupName, newGroup, noGroups, runningGroups
    case learners, learnerNumber, learnerLabel, learnerLabelHelp, startsAt, endsAt, firstDay, daysAreUTC, lastDay
    case removePackage, removePackageText, packageMissing, lessonNeedsPackage, asOfField, asOfHelp, csvFormat, csvComma
    case csvSemicolon, csvMachine, zoneField
    case zoneHelp, seats, seatsHelp, lifecycle, accessField, accessOpen, afterEnd, afterEndNothing, afterEndReview
    case schedule, scheduleHelp, opensOn, closesAfter, rosterCaption, rosterEmpty, progress, score, completedCount
    case completedOn, enrolledOn, lastActivity, registration, participation, evidence, happenedAt, storedAt
    case sourcedID, fromPlatform
    case statement, noEvidence, roleStarted, roleCompleted, rolePassed, roleFailed, roleWaived, roleScore
    case stateRunning, stateScheduled, stateEnded, stateClosed, stateDraft, statePublished, stateCancelled
    case stateArchived, statusInvited, statusActive, statusCompleted, statusPaused, statusDropped, setUpTitle
    case setUpText, readPlatformGrades, platformGrades, platformGradesText, setUpExisting, setUpNew, setUpUse,
        setUpMake, setUpNoCourses, previewLessons

    // cohorts of other learners
    case codeTitle, codeText, codeField, codeUse, codeWrong, codeNeeded, codeMake, codeMade, setUpNotYours
    case linkLead, linkLeadText, linkNowhere
    case rosterUnclear, rosterUnclearText, rosterMixed, rosterMixedText
    case rosterBlocked, rosterBlockedText, connectFrames

    // operations
    case deliveriesWaiting, deliveriesDead, deliveryWaiting, deliveryDone, deliveryDead, deliveryRetry, noDeliveries
    case topic, tries, noTries, dueAt, lastNote, sendAgain, enqueuedAt, startedAt, finishedAt, outcome, auditVerb
    case auditActor, auditObject, sealed, unsealed, noLines, verifyLog, logSound, logFaulty, issuer, clientID
    case authURL, tokenURL, platformKeysURL, deployments, deploymentsHelp, deploymentID, deploymentActive
    case deploymentWaiting, deploymentDisabled, noDeployments, product, platformInstallation, firstSeen, noPlatforms,
        addPlatform
    case toolAddresses, toolAddressesHelp, loginURL, launchURL, keysURL, links, noLinks, contextField, lastLaunch
    case noLaunches, launchOf, launchOpened, launchNotSetUp, launchWasRefused, checks, check, checkPassed
    case checkFailed, checkNotReached, failureClass, httpStatus, person, roles, knownBy, knownByHelp, nobodyFound
    case accountName, erasedAt, enrolments, identifiers, identifier

    // statements
    case statementsText, actorField, actorHelp, verbField, objectField, noStatements, provesLessons, voidedBy
    case voidStatement, voidStatementText, voidHidesText, refersTo, referredToBy, signatureField, signatureTrusted
    case signatureUnknown, signatureExpired, signatureAnonymous, signatureUnseen, signatureRemoved, attachedData
    case downloadJSON

    // forwarding
    case navForwarding, forwardingText, noTargets, addTarget, removeTarget, kindRecordStore, kindWebhook, addressField
    case addressHelp, xapiVersion, xapiVersionHelp, fromStart, sentCount, refusedCount, reachedAt, noRefusals
    case webhookSecretOnce, changeTarget, keepSecretHelp, replayTarget, replayText, replayEverything, replayNeedsDay
    case removeTargetText

    // credentials
    case credentialsText, noCredentials, keyID, secret, scopes, endpoint, addCredential, rotateSecret, revoke, revoked
    case secretShownOnce, faultMissing, rateField, rateHelp, overlapField, overlapWeek, overlapDay, overlapMonth,
        overlapNone
    case earlierSecretEnds, changeCredential
    case revokeText, scopeStatementsWrite, scopeStatementsReadMine, scopeStatementsRead, scopeState, scopeDefine
    case scopeProfile, scopeAllRead, scopeAll, scopeKeepAuthority, scopeMergeAgents

    // privacy
    case exportsText, exportCompletions, exportStatements, purposeHelp, download, everything, faultIdentifier
    case dataRequests, noRequests, receivedAt, ground, approvals, approve, approveText, coolOff, eraseText, eraseNow
    case typeNumber, withdraw, dryRun, tableField, actionField, steps, certificate, erasedWord, privacyPackage
    case privacyPackageText, askErasure, askErasureText, requestReceived, requestIdentity, requestCollecting
    case requestReview, requestApproved, requestDone, requestRefused, requestWithdrawn, requestExpired, kindAccess
    case kindPortability, kindRectification, kindErasure, kindRestriction, kindObjection, kindQuestion
    case groundNotNeeded, groundConsent, groundObjection, groundUnlawful, groundDuty, groundChild
}
