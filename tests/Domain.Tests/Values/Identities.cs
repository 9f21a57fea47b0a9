using CsCheck;
using Marketplace.Tests.Shared;

namespace Marketplace.Domain.Tests.Values;

/// <summary>Numbers of identity documents that are right, made by the published rules and not by the code under test.</summary>
internal static class Identities
{
    internal static Gen<string> Ten { get; } = Gen.Long[100_000_000, 9_999_999_999].Select(n => $"{n:0000000000}");

    internal static Gen<string> Inns { get; } = Ten.Select(IdentityNumbers.Inn);

    internal static Gen<string> SnilsNumbers { get; } = Gen.Int[1_001_999, 999_999_999].Select(n => IdentityNumbers.Snils($"{n:000000000}"));
}
