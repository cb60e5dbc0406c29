package import Cohorts
package import Connections

/// What a picker shows: every course with its cohorts, and the courses' parts.
package struct ContentOffer: Sendable {
    package var request: DeepLinkingRequest
    package var courses: [OfferedCourse]
}

/// A course as it may be placed in a platform.
package struct OfferedCourse: Sendable {
    package var course: Course
    /// Those that run or are to come and are open to the platform's course; the default cohort alone where the course has no others.
    package var cohorts: [Cohort]
    package var modules: [(module: Module, lessons: [Lesson])]
}
