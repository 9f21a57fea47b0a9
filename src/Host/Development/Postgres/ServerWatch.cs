using System.Diagnostics;

namespace Marketplace.Host.Development.Postgres;

/// <summary>
/// A shell in a session of its own that reads a pipe from this process. A farewell line ends it. When the pipe ends without
/// one, this process was killed: it stops the server, unless a new host already holds the folder's lock. It holds that lock
/// meanwhile, so a new host waits for it. A dying process may give its pipe back before its lock, hence the tries. Nothing depends on it: where <c>flock</c> or <c>setsid</c> is missing there is none.
/// </summary>
internal sealed class ServerWatch : IDisposable
{
    private const string Script = """
        command -v flock >/dev/null && command -v setsid >/dev/null || exit 1
        exec 3<&0
        setsid sh -c '
          if read -r _ <&3; then exit; fi
          exec 9<"$1" || exit
          tries=0
          until flock -n 9; do
            tries=$((tries + 1))
            [ $tries -lt 5 ] || exit
            sleep 1
          done
          "$2" stop -s -D "$3" -m "$4" -t 20
          [ -z "$5" ] || rm -rf -- "$5"
        ' watch "$@" </dev/null >/dev/null 2>&1 &
        """;

    // Held for its pipe: the shell that was started has long ended, its child reads on.
    private readonly Process? shell;

    private ServerWatch(Process? shell) => this.shell = shell;

    public static ServerWatch Start(ClusterFolder folder, PostgresBinaries binaries, PrivateClusterOptions options)
    {
        if (!options.StopWhenKilled)
            return new ServerWatch(null);
        var (mode, delete) = options.DeleteWhenDone ? ("immediate", folder.Root) : ("fast", "");
        return new ServerWatch(Process.Start(
            folder.User.Start("/bin/sh", "-c", Script, "sh", folder.Lock, binaries.Control, folder.Cluster, mode, delete)));
    }

    /// <summary>Says farewell.</summary>
    public void Dispose()
    {
        if (shell is null)
            return;
        try
        {
            shell.StandardInput.WriteLine();
            shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // Nobody reads: it was killed, or never ran.
        }

        shell.Dispose();
    }
}
