package import Access
import Cohorts
import Connections
import Content
import LearningRecords
import Outbox
package import PersonalData
import Privacy
package import Values

/// Every exporter and eraser of the service, in one place; a test holds it to the tables of the schema.
package enum PersonalDataAssembly {
    /// - Parameter publicURL: the home page of the accounts that stand for nobody.
    package static func registry(vault: Vault, world: World, publicURL: String) -> PersonalDataRegistry {
        let keying = AgentKeying { vault.agentKey($0) }
        let masks = RecordMasks(homePage: publicURL)
        let access = AccessPersonalData(people: People(vault: vault, world: world))
        return PersonalDataRegistry(
            exporters: [
                access, CohortsExporter(), ConnectionsExporter(), ContentExporter(),
                StatementExporter(agentKey: keying, masks: masks), DocumentExporter(), OutboxPersonalData(),
                PrivacyPersonalData(),
            ],
            // The person's key goes last, since the others may still have to read with it.
            erasers: [
                CohortsEraser(), ConnectionsEraser(), ContentEraser(),
                StatementEraser(agentKey: keying, masks: masks) { vault.keyedHash("erased statement", $0) },
                DocumentEraser(), OutboxPersonalData(), PrivacyPersonalData(), access,
            ],
            furtherTables: ["statement", "statement_key"])
    }
}
