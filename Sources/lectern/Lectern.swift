import ArgumentParser

@main
struct Lectern: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "lectern")
}
