namespace Marketplace.Host.Development.Postgres;

/// <summary>The settings the server is started with; written anew at each start and included by its own configuration file.</summary>
internal static class ServerSettings
{
    /// <summary>The line in <c>postgresql.conf</c>; relative to it, so that the folder can be moved.</summary>
    public const string Include = "include_if_exists = '../server.conf'";

    private const UnixFileMode ReadableByServer =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void Write(ClusterFolder folder, PrivateClusterOptions options, int port)
    {
        var next = folder.Settings + ".next";
        File.WriteAllText(next, Text(options, port));
        File.SetUnixFileMode(next, ReadableByServer);
        File.Move(next, folder.Settings, overwrite: true);
    }

    private static string Text(PrivateClusterOptions options, int port) => $"""
        # Written by the host at each start; changes are lost.
        listen_addresses = '127.0.0.1'
        port = {port}
        unix_socket_directories = ''
        max_connections = {options.MaxConnections}
        shared_buffers = 128MB
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        idle_in_transaction_session_timeout = 60s

        # Nothing a customer typed may reach the log: no key values, statements or parameters.
        log_error_verbosity = terse
        log_min_error_statement = panic
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_line_prefix = '%m [%p] '

        {(options.Durable ? Durable : Fast)}
        """ + "\n";

    private const string Durable = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on";

    private const string Fast = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = 4GB";
}
