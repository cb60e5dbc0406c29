import DemoData
import JSON
import ServiceWorld
import Testing

/// The pages in a real browser, with the keyboard alone, on a phone, and in a right-to-left script.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "Chromium isn't installed"))
struct PagesTests {
    @Test("An administrator signs in and exports with the keyboard; each page can be used so, and fits a phone")
    func staff() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await Tab.open(in: browser)
                try await tab.go(to: service.publicURL + "/admin/")
                try await signIn(tab)
                try await tab.wait(for: "document.querySelectorAll('nav a').length > 5")
                let links = try await tab.evaluate("[...document.querySelectorAll('nav a')].map(a => a.href).join(' ')")
                let addresses = (links["value"]?.string ?? "").split(separator: " ").map(String.init)
                for address in addresses + [
                    service.publicURL + "/admin/courses/\(service.demo.course)",
                    service.publicURL + "/admin/cohorts/\(service.demo.cohort)",
                    service.publicURL + "/admin/cohorts/\(service.demo.cohort)/settings",
                ] {
                    try await tab.go(to: address)
                    try await tab.wait(for: "document.readyState === 'complete'")
                    try await expectNoFaults(tab)
                }
            }
        }
    }

    @Test("The course page can be used with the keyboard, fits a phone, and is laid out from the right in Arabic")
    func learner() async throws {
        try await RunningService.with { service in
            try await Chromium.with(blocksThirdPartyCookies: true) { browser in
                let tab = try await Tab.open(in: browser)
                try await tab.go(to: service.lmsURL + "/")
                try await tab.click("button[value='u-1004']")
                try await tab.wait(for: "document.querySelector(\"a[href='/links/tides']\")")
                try await tab.go(to: service.lmsURL + "/links/tides/start")
                try await tab.wait(for: "document.querySelectorAll('.lesson').length === 3")
                #expect(try await tab.evaluate("document.documentElement.dir")["value"]?.string == "rtl")
                try await expectNoFaults(tab)
                try await tab.tab(to: ".lesson form button")
                try await tab.press("Enter")
                try await tab.wait(for: "location.pathname.includes('/lessons/')")
                try await expectNoFaults(tab)
            }
        }
    }

    private func signIn(_ tab: Tab) async throws {
        try await tab.tab(to: "input[name=login]")
        try await expectNoFaults(tab)
        try await tab.tab(to: "input[name=login]")
        try await tab.type(DemoTenant.administrator.login)
        try await tab.tab(to: "input[name=password]")
        try await tab.type(DemoTenant.administrator.password)
        try await tab.press("Enter")
    }

    private func expectNoFaults(_ tab: Tab) async throws {
        let faults = try await tab.faults()
        let address = try await tab.evaluate("location.pathname")["value"]?.string
        #expect(faults.isEmpty, "at \(address ?? ""): \(faults.joined(separator: "\n"))")
    }
}
