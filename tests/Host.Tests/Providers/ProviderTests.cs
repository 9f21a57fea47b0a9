using Xunit;

namespace Marketplace.Host.Tests.Providers;

/// <summary>The tests of the providers run one after another: several wait for a time-out that a busy machine would move.</summary>
[CollectionDefinition(Name)]
public sealed class ProviderTests
{
    public const string Name = "Providers";
}
