using System.Runtime.CompilerServices;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit.Sdk;

namespace Marketplace.Domain.Tests;

/// <summary>
/// Compares text with a file that was read by a person and committed. The only place that knows the snapshot tool, so that
/// another one is one file away. A missing file is written on a developer's machine and fails where <c>CI</c> is set: a test
/// that approves whatever it sees proves nothing.
/// </summary>
public static class Snapshots
{
    /// <summary>Compares with <c>__snapshots__/{name}.snap</c> beside the test's source.</summary>
    public static void Match(string actual, string name, [CallerFilePath] string testFile = "") =>
        Match(actual, name, Path.GetDirectoryName(testFile)!, IsSet("CI"));

    internal static void Match(string actual, string name, string folder, bool mustExist)
    {
        var file = $"{name}.snap";
        if (mustExist && !File.Exists(Path.Combine(folder, "__snapshots__", file)))
        {
            throw new XunitException($"There is no snapshot {file}. Run the test without CI, read the file that it writes, and commit it.");
        }

        Snapshot.Match(actual, new SnapshotFullName(file, folder));
    }

    private static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";
}
