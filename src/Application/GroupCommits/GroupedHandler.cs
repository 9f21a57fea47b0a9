using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Marketplace.Application.Idempotency;
using Marten;
using Marten.Services.BatchQuerying;
using Wolverine;

namespace Marketplace.Application.GroupCommits;

/// <summary>A handler marked <see cref="GroupedAttribute"/>, and what it needs to be called.</summary>
internal sealed class GroupedHandler
{
    private static readonly ConcurrentDictionary<Type, GroupedHandler?> Known = new();
    private readonly Called handle;
    private readonly Called? load;
    private readonly MethodInfo? ask;
    private readonly PropertyInfo? key;

    private GroupedHandler(MethodInfo handle, MethodInfo? load, MethodInfo? ask)
    {
        (this.handle, this.load, this.ask) = (new Called(handle), load is null ? null : new Called(load), ask);
        Command = handle.GetParameters()[0].ParameterType;
        key = Command.GetProperty("Key");
        Streams = [.. handle.GetParameters().Select(p => StreamParameter.Of(p, Command)).OfType<StreamParameter>()];
        if (Streams is not [{ IsLocked: true, IsShared: false }, ..])
            throw new InvalidOperationException($"{handle.DeclaringType} is grouped: its first stream must be locked, for that is what keeps its commands in order.");
    }

    /// <summary>The grouped handler of a command, found beside it; null when its handler is not grouped.</summary>
    public static GroupedHandler? Of(Type command) => Known.GetOrAdd(command, Find);

    public Type Command { get; }

    /// <summary>Its streams in the order of its parameters.</summary>
    public IReadOnlyList<StreamParameter> Streams { get; }

    /// <summary>Whether its commands meet on streams of other customers' commands.</summary>
    public bool Shares => Streams.Any(s => s.IsShared);

    public RequestKey? KeyOf(object command) => (RequestKey?)key?.GetValue(command);

    /// <summary>Adds what it asks for all of its commands together to the batch; to be awaited when the batch has been executed.</summary>
    public async Task<object?> AskAsync(IReadOnlyList<object> commands, IBatchedQuery batch)
    {
        if (ask is null) return null;
        var typed = Array.CreateInstance(Command, commands.Count);
        for (var i = 0; i < commands.Count; i++) typed.SetValue(commands[i], i);
        return await ResultAsync(ask.Invoke(null, [typed, batch]));
    }

    /// <summary>Loads what it loads, decides, and says what it answers and which messages follow.</summary>
    /// <param name="command">The command.</param>
    /// <param name="streams">What it has for its parameters that are streams.</param>
    /// <param name="asked">What was asked for all commands together.</param>
    /// <param name="session">Takes what it changes.</param>
    /// <param name="services">Everything else.</param>
    /// <param name="cancellation">The caller's.</param>
    public async ValueTask<(object? Answer, IReadOnlyList<object> Messages)> InvokeAsync(
        object command, IReadOnlyList<object> streams, object? asked, IDocumentSession session, IServiceProvider services, CancellationToken cancellation)
    {
        var loaded = load is null ? asked : await load.InvokeAsync(command, [], null, session, services, cancellation);
        return Split(await handle.InvokeAsync(command, streams, loaded, session, services, cancellation));
    }

    private static GroupedHandler? Find(Type command) => command.Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(GroupedAttribute)))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .SingleOrDefault(m => m.Name is "Handle" && m.GetParameters()[0].ParameterType == command) is { } handle
            ? new GroupedHandler(handle, Static(handle, "LoadAsync"), Static(handle, "AskAsync"))
            : null;

    private static MethodInfo? Static(MethodInfo handle, string name) => handle.DeclaringType!.GetMethod(name, BindingFlags.Public | BindingFlags.Static);

    // What a method's parameters are is found out once; it is called for every command.
    private sealed class Called
    {
        private readonly MethodInfo method;
        private readonly MethodInvoker invoker;
        private readonly (Type Type, bool IsStream, bool IsSession)[] parameters;

        public Called(MethodInfo method)
        {
            (this.method, invoker) = (method, MethodInvoker.Create(method));
            parameters = [.. method.GetParameters().Select(p => (p.ParameterType, StreamParameter.IsOne(p), p.ParameterType.IsAssignableFrom(typeof(IDocumentSession))))];
        }

        public ValueTask<object?> InvokeAsync(
            object command, IReadOnlyList<object> streams, object? loaded, IDocumentSession session, IServiceProvider services, CancellationToken cancellation)
        {
            var (arguments, next) = (new object?[parameters.Length], 0);
            for (var i = 0; i < arguments.Length; i++)
            {
                var (type, isStream, isSession) = parameters[i];
                arguments[i] = i == 0 ? command
                    : isStream ? streams[next++]
                    : isSession ? session
                    : type == typeof(CancellationToken) ? cancellation
                    : type.IsInstanceOfType(loaded) ? loaded
                    : services.GetService(type) ?? throw new InvalidOperationException($"{method.DeclaringType} asks for {type}, which a group commit does not have.");
            }

            return ResultAsync(invoker.Invoke(null, arguments.AsSpan()));
        }
    }

    private static async ValueTask<object?> ResultAsync(object? returned)
    {
        if (returned is not Task task) return returned;
        await task;
        return task.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(task) : null;
    }

    // As Wolverine reads it: the first of a tuple is the answer, the rest leaves after the commit.
    private static (object? Answer, IReadOnlyList<object> Messages) Split(object? returned) => returned switch
    {
        OutgoingMessages only => (null, only),
        ITuple tuple => (tuple[0], [.. Enumerable.Range(1, tuple.Length - 1).Select(i => tuple[i]).SelectMany(m => m as IEnumerable<object> ?? (m is null ? [] : [m]))]),
        _ => (returned, []),
    };
}
