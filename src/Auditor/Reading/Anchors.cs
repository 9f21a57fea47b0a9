using System.Text;

namespace Marketplace.Auditor.Reading;

/// <summary>The anchor file: checkpoints outside the database, each followed by an empty line.</summary>
public static class Anchors
{
    /// <summary>Its notes, oldest first, one at a time.</summary>
    public static IEnumerable<string> In(string path)
    {
        using var reader = new LineReader(ExportFile.Open(path));
        var note = new StringBuilder();
        var signed = false;
        while (Next(reader) is { } line)
        {
            if (line.Length > 0 || !signed) note.Append(line).Append('\n');
            else if (note.Length > 0)
            {
                yield return note.ToString();
                (note, signed) = (new StringBuilder(), false);
            }

            signed |= line.StartsWith('—');
        }

        if (note.Length > 0) yield return note.ToString();
    }

    private static string? Next(LineReader reader) => reader.TryRead(out var line) ? Encoding.UTF8.GetString(line) : null;
}
