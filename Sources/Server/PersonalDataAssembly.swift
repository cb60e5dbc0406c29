import Access
import PersonalData
import Values

/// Every exporter and eraser of the service, in one place; a test holds it to the tables of the schema.
package enum PersonalDataAssembly {
    package static func registry(vault: Vault, world: World) -> PersonalDataRegistry {
        PersonalDataRegistry(exporters: [], erasers: [])
    }
}
