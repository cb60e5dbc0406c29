import JSON

/// Which versions this LRS speaks (1.0.3 Communication §2.8). Needs neither credentials nor a version. Below the base of
/// 1.0.3 only that one: its text knows no later ones, and readers of that time refuse them.
enum AboutResource {
    static func answer(_ request: XAPIRequest) throws -> XAPIAnswer {
        try request.parameters.allow([])
        return .json(["version": request.path.base == XAPIPath.oldBase ? ["1.0.3"] : ["1.0.3", "2.0.0"]] as JSONNode)
    }
}
