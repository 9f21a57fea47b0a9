using FluentAssertions;
using Xunit;
using Xunit.Sdk;

namespace Marketplace.Domain.Tests;

public sealed class SnapshotsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("snapshots");

    [Fact]
    public void A_missing_snapshot_fails_where_it_must_exist_and_is_not_written()
    {
        FluentActions.Invoking(() => Snapshots.Match("text", "story", folder.FullName, mustExist: true)).Should().Throw<XunitException>().WithMessage("*no snapshot*");
        Files().Should().BeEmpty();
    }

    [Fact]
    public void A_missing_snapshot_is_written_elsewhere_and_compared_from_then_on()
    {
        Snapshots.Match("text", "story", folder.FullName, mustExist: false);
        File.ReadAllText(Files().Single()).Should().Be("text\n");
        Snapshots.Match("text", "story", folder.FullName, mustExist: true);
        FluentActions.Invoking(() => Snapshots.Match("another text", "story", folder.FullName, mustExist: true)).Should().Throw<XunitException>();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string[] Files() => Directory.GetFiles(folder.FullName, "*.snap", SearchOption.AllDirectories);
}
