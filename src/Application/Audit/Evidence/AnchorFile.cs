using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Checkpoints outside the database, one after the other with an empty line between, never changed. Whoever rewrites the database
/// must rewrite this as well, so it belongs on a disk that the database's administrators cannot write.
/// </summary>
/// <param name="path">The file; its folder must exist.</param>
public sealed partial class AnchorFile(string path)
{
    // Longer than several notes that we write.
    private const int TailSize = 8192;

    private const string NoEnd = "The anchor file does not end with a checkpoint. Cut it behind its last one, and ask why.";

    private string Turn => path + ".lock";

    /// <summary>
    /// Waits for nobody: the turn to write, until it is disposed of, or null while another host has it. It is a file of its own, because on Unix
    /// a file that others may read meanwhile keeps no second writer out. Only the users of the hosts and their group can open it.
    /// </summary>
    public IDisposable? TryTakeTurn()
    {
        var exclusive = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        // Hosts that share the file may run as several users of one group.
        if (!OperatingSystem.IsWindows()) exclusive.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        try
        {
            return new FileStream(Turn, exclusive);
        }
        catch (IOException) when (File.Exists(Turn))
        {
            return null;
        }
    }

    /// <summary>Opens it for whoever has the turn; others may read and copy it, in whatever way they open it.</summary>
    public FileStream Open() => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>
    /// The last checkpoint in it: its size and note; null while it is empty. The beginning of another behind that, from a host that was
    /// killed while it wrote, is cut off: its whole comes again from the database.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="origin">How every checkpoint begins.</param>
    /// <exception cref="HistoryStoppedException">It does not end with checkpoints.</exception>
    public static (long Size, string Note)? Last(FileStream file, string origin)
    {
        if (file.Length == 0) return null;
        var tail = new byte[Math.Min(TailSize, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        // A character for each byte: where a match ends is where the file is cut.
        if (Whole().Match(Encoding.Latin1.GetString(tail)) is not { Success: true } match)
            throw new HistoryStoppedException(NoEnd);
        var end = match.Index + match.Length;
        if (!IsBeginning(tail.AsSpan(end), Encoding.UTF8.GetBytes(origin + "\n"))) throw new HistoryStoppedException(NoEnd);
        if (end < tail.Length) file.SetLength(file.Length - (tail.Length - end));
        var note = Encoding.UTF8.GetString(tail.AsSpan(match.Index, match.Length - 1));
        return (long.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture), note);
    }

    /// <summary>Appends checkpoints and returns when they are on the disk.</summary>
    public static void Append(FileStream file, IEnumerable<string> notes)
    {
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(string.Concat(notes.Select(n => n + "\n"))));
        file.Flush(flushToDisk: true);
    }

    private static bool IsBeginning(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> head) =>
        piece[..Math.Min(piece.Length, head.Length)].SequenceEqual(head[..Math.Min(piece.Length, head.Length)]);

    // A text, an empty line, a signature that begins with the three bytes of a dash, an empty line. The last of them.
    [GeneratedRegex("(?<=\\A|\\n)[^\\n]+\\n(?<size>[0-9]{1,18})\\n(?:[^\\n]+\\n)+\\n\u00e2\u0080\u0094 [^\\n]+\\n\\n", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
