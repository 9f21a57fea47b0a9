namespace Marketplace.Host.Tests.Auth.Passkeys;

/// <summary>What a device does otherwise than it should, for one answer; what is null it does as it should.</summary>
public sealed record Misbehaviour
{
    /// <summary>The page or app that asked.</summary>
    public string? Origin { get; init; }

    /// <summary>The domain that the key is for.</summary>
    public string? RpId { get; init; }

    /// <summary>What was asked.</summary>
    public string? Challenge { get; init; }

    /// <summary>Whether the owner showed a finger or a face (UV).</summary>
    public bool UserVerified { get; init; } = true;

    /// <summary>Whether the page was in a frame of another.</summary>
    public bool CrossOrigin { get; init; }

    /// <summary>Whose key the device says that it is.</summary>
    public string? UserHandle { get; init; }

    /// <summary>The count of signatures that it tells.</summary>
    public uint? SignCount { get; init; }

    /// <summary>Whether the signature is of something else.</summary>
    public bool WrongSignature { get; init; }

    /// <summary>What is wrong already when a key is made.</summary>
    public static IEnumerable<object[]> OfMaking =>
    [
        ["another page", new Misbehaviour { Origin = "https://marketplace.example" }],
        ["another port", new Misbehaviour { Origin = "http://localhost:1" }],
        ["no page", new Misbehaviour { Origin = "" }],
        ["a page in a frame", new Misbehaviour { CrossOrigin = true }],
        ["another domain", new Misbehaviour { RpId = "marketplace.example" }],
        ["another question", new Misbehaviour { Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
        ["nobody who showed a finger or a face", new Misbehaviour { UserVerified = false }],
    ];

    /// <summary>What is wrong when it signs, for a key that has signed once.</summary>
    public static IEnumerable<object[]> OfSigning =>
    [
        .. OfMaking,
        ["a signature of something else", new Misbehaviour { WrongSignature = true }],
        ["somebody else's account", new Misbehaviour { UserHandle = "0192f1a5-4c1b-7000-8000-000000000001" }],
        ["no account", new Misbehaviour { UserHandle = "admin" }],
        ["a count that stands still", new Misbehaviour { SignCount = 1 }],
        ["a count that goes back", new Misbehaviour { SignCount = 0 }],
    ];
}
