import LTI
import Texts

/// What each check of a launch looks at, in words.
enum LaunchCheckWords {
    static func key(_ check: LaunchCheck) -> TextKey {
        switch check {
        case .response: .checkOfResponse
        case .state: .checkOfState
        case .registration: .checkOfRegistration
        case .form: .checkOfForm
        case .algorithm: .checkOfAlgorithm
        case .key: .checkOfKey
        case .signature: .checkOfSignature
        case .issuer: .checkOfIssuer
        case .audience: .checkOfAudience
        case .authorizedParty: .checkOfAuthorizedParty
        case .expiry: .checkOfExpiry
        case .issuedAt: .checkOfIssuedAt
        case .notBefore: .checkOfNotBefore
        case .nonce: .checkOfNonce
        case .messageType: .checkOfMessageType
        case .version: .checkOfVersion
        case .deployment: .checkOfDeployment
        case .targetLink: .checkOfTargetLink
        case .resourceLink: .checkOfResourceLink
        case .user: .checkOfUser
        case .roles: .checkOfRoles
        case .context: .checkOfContext
        case .custom: .checkOfCustom
        case .presentation: .checkOfPresentation
        case .services: .checkOfServices
        case .deepLinking: .checkOfDeepLinking
        case .forUser: .checkOfForUser
        }
    }
}
