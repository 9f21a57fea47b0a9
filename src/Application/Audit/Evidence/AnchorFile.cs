using System.Globalization;
using System.Text;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Checkpoints outside the database, one after the other with an empty line between, never changed. Whoever rewrites the database
/// must rewrite this as well, so it belongs on a disk that the database's administrators cannot write.
/// </summary>
/// <param name="path">The file; its folder must exist.</param>
public sealed class AnchorFile(string path)
{
    // Longer than any note that we write.
    private const int TailSize = 8192;

    /// <summary>Opens it for one writer; null when another process has it.</summary>
    public FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>The last checkpoint in it: its size and note; null while it is empty.</summary>
    /// <exception cref="HistoryStoppedException">It does not end with a whole checkpoint.</exception>
    public static (long Size, string Note)? Last(FileStream file)
    {
        if (file.Length == 0) return null;
        var tail = new byte[Math.Min(TailSize, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var text = Encoding.UTF8.GetString(tail);
        // Notes are «text, empty line, signature, empty line»: the last begins behind the last but one signature's empty line.
        var parts = text.Split("\n\n");
        if (parts.Length < 3 || parts[^1].Length > 0 || !parts[^2].StartsWith('—')) throw Broken();
        var note = $"{parts[^3]}\n\n{parts[^2]}\n";
        return long.TryParse(note.Split('\n')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? (size, note) : throw Broken();
    }

    /// <summary>Appends checkpoints and returns when they are on the disk.</summary>
    public static void Append(FileStream file, IEnumerable<string> notes)
    {
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(string.Concat(notes.Select(n => n + "\n"))));
        file.Flush(flushToDisk: true);
    }

    private static HistoryStoppedException Broken() => new("The anchor file does not end with a whole checkpoint. Cut it behind its last whole one, and ask why.");
}
