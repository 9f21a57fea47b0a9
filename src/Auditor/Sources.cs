using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>What the arguments of several commands name.</summary>
internal static class Sources
{
    public static Database Database(Arguments arguments) => new(
        arguments["connection"] ?? Environment.GetEnvironmentVariable("AUDITOR_CONNECTION") ?? throw new InputException("--connection is missing, and so is AUDITOR_CONNECTION."));

    public static IHistory History(Arguments arguments) => arguments["file"] is { } file ? new ExportFile(file) : Database(arguments);

    public static PublicKeys? Keys(Arguments arguments) => arguments["key"] is { } key ? new PublicKeys(Text(key)) : null;

    public static string Text(string path)
    {
        using var reader = new StreamReader(ExportFile.Open(path));
        return reader.ReadToEnd();
    }
}
