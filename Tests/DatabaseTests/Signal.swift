import Dispatch

/// Lets synchronous code inside a transaction wait for a test, and a test for it.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func send() { semaphore.signal() }

    /// From synchronous code: blocks the thread.
    func wait() { semaphore.wait() }

    /// From a test.
    func arrival() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.semaphore.wait()
                continuation.resume()
            }
        }
    }
}
