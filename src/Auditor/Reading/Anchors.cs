using System.Text;

namespace Marketplace.Auditor.Reading;

/// <summary>The anchor file: checkpoints outside the database, each followed by an empty line.</summary>
public static class Anchors
{
    /// <summary>
    /// Its notes, oldest first, one at a time. The file is opened now and read to where it ends now: a host may go on writing,
    /// and what it anchors later is not in a database that was looked at before.
    /// </summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static IEnumerable<string> In(string path)
    {
        var file = ExportFile.Open(path);
        return Notes(file, file.Length);
    }

    private static IEnumerable<string> Notes(Stream file, long length)
    {
        using var reader = new LineReader(file, length);
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
