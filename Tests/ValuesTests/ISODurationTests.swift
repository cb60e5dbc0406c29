import Testing
import Values

@Suite struct ISODurationTests {
    @Test(
        "Durations that content sends are read",
        arguments: [
            ("PT1H30M5.5S", 0, 5_405.5), ("PT0S", 0, 0), ("PT0H0M57S", 0, 57), ("PT0.131S", 0, 0.131),
            ("P3Y6M4DT12H30M5S", 42, 390_605), ("P2W", 0, 1_209_600), ("P1D", 0, 86_400), ("PT1,5S", 0, 1.5),
            ("PT36H", 0, 129_600),
        ] as [(String, Double, Double)])
    func reads(text: String, months: Double, seconds: Double) {
        let duration = ISODuration(text)
        #expect(duration?.months == months)
        #expect(duration?.seconds == seconds)
    }

    @Test(
        "What isn't a duration is refused",
        arguments: [
            "", "P", "PT", "P1", "1H", "PT1H1H", "PT1S1M", "P1H", "PT1D", "P1W2D", "P1Y2W", "PT1.5H3M", "PT.5S",
            "PT5.S", "-PT1S",
            "P-1D", "PT1S ", "pt1s", "P1DT", "PTT1S",
        ])
    func refuses(text: String) {
        #expect(ISODuration(text) == nil)
    }
}
