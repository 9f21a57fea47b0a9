using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marten;
using Wolverine;

namespace Marketplace.Application.GroupCommits;

/// <summary>A handler marked <see cref="GroupedAttribute"/>, and what it needs to be called.</summary>
internal sealed class GroupedHandler
{
    private static readonly ConcurrentDictionary<Type, GroupedHandler?> Known = new();
    private readonly MethodInfo handle;
    private readonly MethodInvoker invoker;
    private readonly MethodInfo? load;
    private readonly PropertyInfo? key;

    private GroupedHandler(MethodInfo handle, MethodInfo? load)
    {
        (this.handle, this.load, invoker) = (handle, load, MethodInvoker.Create(handle));
        Command = handle.GetParameters()[0].ParameterType;
        key = Command.GetProperty("Key");
        Streams = [.. handle.GetParameters().Select(p => StreamParameter.Of(p, Command)).OfType<StreamParameter>()];
        if (Streams is not [{ IsLocked: true }, ..])
            throw new InvalidOperationException($"{handle.DeclaringType} is grouped: its first stream must be locked, for that is what keeps its commands in order.");
    }

    /// <summary>The grouped handler of a command, found beside it; null when its handler is not grouped.</summary>
    public static GroupedHandler? Of(Type command) => Known.GetOrAdd(command, Find);

    public Type Command { get; }

    /// <summary>Its streams in the order of its parameters.</summary>
    public IReadOnlyList<StreamParameter> Streams { get; }

    public RequestKey? KeyOf(object command) => (RequestKey?)key?.GetValue(command);

    /// <summary>Loads what it loads, decides, and says what it answers and which messages follow.</summary>
    public async ValueTask<(object? Answer, IReadOnlyList<object> Messages)> InvokeAsync(
        object command, IReadOnlyList<object> streams, IDocumentSession session, IServiceProvider services, CancellationToken cancellation)
    {
        var loaded = load is null ? null : await ResultAsync(load.Invoke(null, Arguments(load, command, [], null, session, services, cancellation)));
        return Split(await ResultAsync(invoker.Invoke(null, Arguments(handle, command, streams, loaded, session, services, cancellation).AsSpan())));
    }

    private static GroupedHandler? Find(Type command) => command.Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(GroupedAttribute)))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .SingleOrDefault(m => m.Name is "Handle" && m.GetParameters()[0].ParameterType == command) is { } handle
            ? new GroupedHandler(handle, handle.DeclaringType!.GetMethod("LoadAsync", BindingFlags.Public | BindingFlags.Static))
            : null;

    private static object?[] Arguments(
        MethodInfo method, object command, IReadOnlyList<object> streams, object? loaded, IDocumentSession session, IServiceProvider services, CancellationToken cancellation)
    {
        var (parameters, next) = (method.GetParameters(), 0);
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            arguments[i] = i == 0 ? command
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEventStream<>) ? streams[next++]
                : type.IsAssignableFrom(typeof(IDocumentSession)) ? session
                : type == typeof(CancellationToken) ? cancellation
                : type.IsInstanceOfType(loaded) ? loaded
                : services.GetService(type) ?? throw new InvalidOperationException($"{method.DeclaringType} asks for {type}, which a group commit does not have.");
        }

        return arguments;
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
