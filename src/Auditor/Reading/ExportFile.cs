using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>An export on disk.</summary>
public sealed class ExportFile(string path) : IHistory
{
    /// <inheritdoc />
    public IEnumerable<Line> Lines()
    {
        using var reader = new LineReader(Open(path));
        var (usual, last) = (new UsualLine(), (Line?)null);
        while (Read(reader, usual) is { } line)
        {
            if (last is null && line is not HeaderLine) throw new InputException($"{path} is not an export: it does not begin with a header.");
            if (last is FooterLine) line = new BrokenLine(reader.Number, "something follows the footer");
            yield return last = line;
        }

        if (last is null) throw new InputException($"{path} is empty.");
        if (last is not FooterLine) yield return new BrokenLine(reader.Number + 1, "there is no footer: lines were cut off");
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>Opens a file for reading from its beginning to its end.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message);
        }
    }

    private static Line? Read(LineReader reader, UsualLine usual)
    {
        if (!reader.TryRead(out var json)) return null;
        try
        {
            return usual.Read(json) ?? LineParser.Parse(json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return new BrokenLine(reader.Number, "it cannot be read as a line of an export");
        }
    }
}
