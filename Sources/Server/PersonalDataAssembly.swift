package import Access
import Cohorts
import Connections
import Content
import LearningRecords
import Outbox
package import PersonalData
import Privacy
package import Values
import Workflows

/// Every exporter and eraser of the service, in one place; a test holds it to the tables of the schema.
package enum PersonalDataAssembly {
    /// - Parameters:
    ///   - publicURL: the home page of the accounts that stand for nobody.
    ///   - dataFolder: where the data of attachments lies.
    package static func registry(
        vault: Vault, world: World, publicURL: String, dataFolder: String
    ) -> PersonalDataRegistry {
        let keying = AgentKeying { vault.agentKey($0) }
        let masks = RecordMasks(homePage: publicURL)
        let names = AgentNamePersonalData { try KnownNames.unseal($0, of: $1, vault) }
        let access = AccessPersonalData(people: People(vault: vault, world: world))
        let connections = ConnectionsExporter { box, field, reference, tx in
            let people = People(vault: vault, world: world)
            return try people.find(reference.person, of: reference.tenant, in: tx).flatMap {
                try people.open(box, of: $0, as: field)
            }
        }
        return PersonalDataRegistry(
            exporters: [
                access, CohortsExporter(), connections, ContentExporter(),
                StatementExporter(agentKey: keying, masks: masks), DocumentExporter(), names,
                AttachmentExporter(files: AttachmentFiles(dataFolder: dataFolder), agentKey: keying),
                OutboxPersonalData(),
                PrivacyPersonalData(),
            ],
            // What came along with statements goes before the statements' own index, by which it is found; the person's key goes last, since the others may still have to read with it.
            erasers: [
                CohortsEraser(), ConnectionsEraser(), ContentEraser(), AttachmentEraser(agentKey: keying),
                StatementEraser(agentKey: keying, masks: masks) { vault.keyedHash("erased statement", $0) },
                DocumentEraser(), names, OutboxPersonalData(), PrivacyPersonalData(), access,
            ],
            furtherTables: ["statement", "statement_key", "statement_attachment", "statement_signature"])
    }
}
