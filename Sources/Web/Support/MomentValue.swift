package import Texts
package import Values

extension PageValue {
    /// A moment for the `moment` partial: shown in the given zone, with a script's help in the reader's own too.
    package static func moment(_ instant: Instant, zone: String = "UTC", _ wording: Wording) -> PageValue {
        ["iso": .text(instant.rfc3339), "zone": .text(zone), "text": .text(wording.moment(instant, zone: zone))]
    }

    package static func moment(ifAny instant: Instant?, zone: String = "UTC", _ wording: Wording) -> PageValue {
        instant.map { .moment($0, zone: zone, wording) } ?? .absent
    }
}
