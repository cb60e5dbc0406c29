import ContentPackages
import Values

/// The packages that the demo, the tests and a newcomer play with: our own small pages and scripts, zipped when asked
/// for.
///
/// What each says over the wire, step by step, stands at the head of `cmi5-session.js` and `tincan-player.js`.
package enum SamplePackage: String, Sendable, CaseIterable {
    /// A cmi5 course with a page (moveOn Completed) and a quiz (CompletedAndPassed, mastery score 0.8).
    case cmi5
    /// An xAPI package in the manner of Rise: three state documents, a passed without a score, never a completed.
    case tincan

    /// A name for the file.
    package var fileName: String {
        switch self {
        case .cmi5: "tides-cmi5.zip"
        case .tincan: "knots-tincan.zip"
        }
    }

    /// The package as a zip, the same bytes each time.
    package func zip() throws -> [UInt8] {
        let out = Collected()
        let writer = try ZipWriter(modifiedAt: Instant(unixSeconds: 1_767_225_600)) { out.bytes += $0 }
        for (path, bytes) in files { try writer.add(path, bytes) }
        try writer.finish()
        return out.bytes
    }

    /// The files with the places that they have in the package.
    private var files: [(path: String, bytes: [UInt8])] {
        switch self {
        case .cmi5:
            [
                ("cmi5.xml", PackageResources.cmi5_course_xml),
                ("shared/style.css", PackageResources.sample_style_css),
                ("shared/session.js", PackageResources.cmi5_session_js),
                ("page/index.html", PackageResources.cmi5_page_html),
                ("page/page.js", PackageResources.cmi5_page_js),
                ("quiz/index.html", PackageResources.cmi5_quiz_html),
                ("quiz/quiz.js", PackageResources.cmi5_quiz_js),
            ]
        case .tincan:
            [
                ("tincan.xml", PackageResources.tincan_course_xml),
                ("content/index.html", PackageResources.tincan_index_html),
                ("content/player.js", PackageResources.tincan_player_js),
                ("content/lessons.js", PackageResources.tincan_lessons_js),
                ("content/style.css", PackageResources.sample_style_css),
            ]
        }
    }
}

private final class Collected { var bytes: [UInt8] = [] }

/// The sample cmi5 course as a zip.
package func cmi5Zip() throws -> [UInt8] { try SamplePackage.cmi5.zip() }

/// The sample xAPI package as a zip.
package func tincanZip() throws -> [UInt8] { try SamplePackage.tincan.zip() }
