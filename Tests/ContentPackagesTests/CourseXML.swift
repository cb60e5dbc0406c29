/// Pieces of `cmi5.xml` for the tests.
enum CourseXML {
    static let namespace = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
    static let texts = """
        <title><langstring lang="en">T</langstring></title>
        <description><langstring lang="en">D</langstring></description>
        """
    static let course = "<course id=\"https://example.org/c\">\(texts)</course>"

    static func unit(
        _ id: String = "https://example.org/au", attributes: String = "", url: String = "index.html",
        after: String = "", before: String = ""
    ) -> String {
        "<au id=\"\(id)\" \(attributes)>\(texts)\(before)<url>\(url)</url>\(after)</au>"
    }

    static func document(_ body: String, namespace: String = namespace) -> String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<courseStructure xmlns=\"\(namespace)\">\(body)</courseStructure>"
    }

    static func package(_ body: String, files: [String] = ["index.html"]) -> [(String, String)] {
        [("cmi5.xml", document(body))] + files.map { ($0, "<!doctype html>") }
    }
}
