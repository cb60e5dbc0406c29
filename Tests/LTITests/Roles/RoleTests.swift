import Testing

@testable import LTI

@Suite("Roles in all the forms that platforms send")
struct RoleTests {
    private static let membership = "http://purl.imsglobal.org/vocab/lis/v2/membership"

    @Test("LTI-ROLE-01: the context roles are known by their full names", arguments: ContextRole.allCases)
    func contextRoles(role: ContextRole) {
        let roles = RoleSet(["\(Self.membership)#\(role.rawValue)"])
        #expect(roles.contextRoles == [role])
        #expect(roles.unknown.isEmpty)
    }

    @Test("LTI-ROLE-02: a sub-role implies its principal; an assistant isn't an instructor by that")
    func subRoles() {
        let assistant = RoleSet(["\(Self.membership)/Instructor#TeachingAssistant"])
        #expect(assistant.contextRoles == [.instructor])
        #expect(assistant.standing == .assistant)
        let both = RoleSet(["\(Self.membership)/Instructor#TeachingAssistant", "\(Self.membership)#Instructor"])
        #expect(both.standing == .instructor)
        #expect(RoleSet(["\(Self.membership)/Learner#GuestLearner"]).standing == .learner)
    }

    @Test(
        "LTI-ROLE-03, LTI-ROLE-04: institution and system roles give nothing in the course",
        arguments: [
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student",
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
            "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#None",
        ])
    func otherScopes(name: String) {
        let roles = RoleSet([name])
        #expect(roles.standing == .guest)
        #expect(roles.roles.count == 1)
        #expect(roles.unknown.isEmpty)
    }

    @Test("LTI-ROLE-05: the deprecated forms are read as institution or system roles")
    func deprecated() {
        #expect(Role("http://purl.imsglobal.org/vocab/lis/v2/person#Student")?.scope == .institution)
        #expect(Role("http://purl.imsglobal.org/vocab/lis/v2/person#SysAdmin")?.scope == .system)
    }

    @Test("LTI-ROLE-06, LTI-NRPS-16: short names are context roles", arguments: ["Instructor", "Learner", "Mentor"])
    func short(name: String) {
        #expect(Role(name)?.scope == .context)
        #expect(Role(name)?.principal == name)
    }

    @Test(
        "LTI-ROLE-07, LTI-ROLE-08: unknown roles and none at all give the least",
        arguments: [
            ["http://vendor.example/role#Wizard"], [], ["learner"], ["\(membership)#Wizard"], [""],
        ])
    func least(names: [String]) { #expect(RoleSet(names).standing == .guest) }

    @Test("LTI-ROLE-09: a test user is marked and keeps its other roles")
    func testUser() {
        let roles = RoleSet(["http://purl.imsglobal.org/vocab/lti/system/person#TestUser", "Learner"])
        #expect(roles.isTestUser)
        #expect(roles.standing == .learner)
        #expect(roles.unknown.isEmpty)
    }

    @Test("LTI 1.1 names are read too")
    func older() {
        #expect(RoleSet(["urn:lti:role:ims/lis/Instructor"]).standing == .instructor)
        #expect(RoleSet(["urn:lti:role:ims/lis/Instructor/TeachingAssistant"]).standing == .assistant)
    }
}
