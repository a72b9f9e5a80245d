using System.Diagnostics.CodeAnalysis;
using Toguna.Foundation;
using Toguna.Record;

// Gather comes before Record, so each type here breaks the order of stages, each by another kind of reference.
namespace Toguna.Gather.Imports;

[Breaks("StageOrder")] public sealed class ByBaseType : DoorBase;
[Breaks("StageOrder")] public sealed class ByInterface : IDoor;
[Breaks("StageOrder")] public interface ByInterfaceOfInterface : IDoor;
[Breaks("StageOrder")] public sealed class ByBaseTypeArgument : List<IncidentSummary>;
[Breaks("StageOrder")] public sealed class ByConstraint<T> where T : DoorBase;
[Breaks("StageOrder")] public sealed class ByMethodConstraint { public static void Take<T>() where T : IDoor { } }
[Breaks("StageOrder")] public sealed class ByField { private readonly IncidentSummary? _summary = null; }
[Breaks("StageOrder")] public sealed class ByArrayField { public DoorKind[] Kinds = []; }
[Breaks("StageOrder")] public sealed class ByNullableField { public DoorStruct? Struct; }
[Breaks("StageOrder")] public sealed class ByTupleField { public (int, DoorStruct) Pair; }
[Breaks("StageOrder")] public sealed class ByNestedTypeOfDoor { public IncidentSummary.Nested? Nested; }
[Breaks("StageOrder")] public sealed class ByGenericField { public DoorGeneric<int>? Generic; }
[Breaks("StageOrder")] public sealed class ByProperty { public IncidentSummary? Summary => null; }
[Breaks("StageOrder")] public sealed class ByEvent { public event DoorHandler? Opened { add { } remove { } } }
[Breaks("StageOrder")] public sealed class ByParameter { public static void Take(IncidentSummary? summary) => _ = summary is null; }
[Breaks("StageOrder")] public sealed class ByRefParameter { public static void Take(ref DoorStruct value) { } }
[Breaks("StageOrder")] public sealed class ByReturn { public static IncidentSummary? Give() => null; }
[Breaks("StageOrder")] public sealed class ByTask { public static Task<IncidentSummary?> Give() => Task.FromResult<IncidentSummary?>(null); }
[Breaks("StageOrder")] public abstract class ByAbstractMethod { public abstract void Take(DoorKind kind); }
[Breaks("StageOrder")] public delegate void ByDelegate(IncidentSummary summary);
[Breaks("StageOrder")] public sealed record ByRecord(IncidentSummary Summary);
[Breaks("StageOrder"), Door] public sealed class ByAttribute;
[Breaks("StageOrder"), Concerns(typeof(string), typeof(IncidentSummary))] public sealed class ByTypeInAttribute;
[Breaks("StageOrder")] public sealed class ByAttributeOfParameter { public static void Take([Door] int value) { } }
[Breaks("StageOrder")] public sealed class ByAttributeOfReturn { [return: Door] public static int Give() => 1; }
[Breaks("StageOrder")] public sealed class ByAttributeOfMethod { [Concerns(typeof(List<DoorKind>))] public static void Do() { } }
[Breaks("StageOrder")] public sealed class ByAttributeOfField { [Door] public int Value; }
[Breaks("StageOrder")] public sealed class ByAttributeOfTypeParameter<[Door] T>;
[Breaks("StageOrder")] public enum ByAttributeOfEnumMember { [Door] One }

[Breaks("StageOrder")] public sealed class ByCall { public static int Do() => IncidentSummary.Total(); }
[Breaks("StageOrder")] public sealed class ByFieldRead { public static int Do() => IncidentSummary.Count; }
[Breaks("StageOrder")] public sealed class ByNew { public static object Do() => new IncidentSummary(1); }
[Breaks("StageOrder")] public sealed class ByTypeOf { public static string Do() => typeof(IncidentSummary).Name; }
[Breaks("StageOrder")] public sealed class ByPattern { public static bool Do(object value) => value is DoorBase; }
[Breaks("StageOrder")] public sealed class ByCast { public static object? Do(object value) => value as DoorBase; }
[Breaks("StageOrder")] public sealed class ByTypeArgument { public static int Do() => Enumerable.Empty<IncidentSummary>().Count(); }
[Breaks("StageOrder")] public sealed class ByArrayInBody { public static int Do() => new DoorKind[3].Length; }
[Breaks("StageOrder")] public sealed class ByDefault { public static string? Do() => default(DoorStruct).ToString(); }
[Breaks("StageOrder")] public sealed class ByStackAlloc { public static unsafe int Do() => sizeof(DoorStruct); }
[Breaks("StageOrder")] public sealed class ByFunctionPointer { public static unsafe delegate*<DoorStruct, void> Pointer; }
[Breaks("StageOrder")] public sealed class ByPointer { public static unsafe DoorStruct* Pointer; }
[Breaks("StageOrder")] public sealed class ByLambda { public static Func<int, int> Do() => x => x + IncidentSummary.Total(); }
[Breaks("StageOrder")] public sealed class ByMethodGroup { public static Func<int> Do() => IncidentSummary.Total; }

[Breaks("StageOrder")]
public sealed class ByCatch
{
    [SuppressMessage("Style", "IDE0059", Justification = "The catch clause is the reference.")]
    public static int Do(Func<int> run)
    {
        try { return run(); }
        catch (DoorException) { return 0; }
    }
}

[Breaks("StageOrder")]
public sealed class ByIterator
{
    public static IEnumerable<int> Do()
    {
        yield return 1;
        yield return IncidentSummary.Total();
    }
}

[Breaks("StageOrder")]
public sealed class ByAsync
{
    public static async Task<int> Do()
    {
        await Task.Yield();
        return IncidentSummary.Total();
    }
}

[Breaks("StageOrder")]
public sealed class ByLocalFunction
{
    public static int Do()
    {
        return Inner(2);
        static int Inner(int x) => x * IncidentSummary.Count;
    }
}

[Breaks("StageOrder")]
public sealed class ByNestedClass
{
    public sealed class Deep
    {
        public sealed class Deeper { public IncidentSummary? Summary; }
    }
}

[Breaks("StageOrder")]
public sealed class ByAnonymousType
{
    public static object Do() => new { Name = "x", Kind = DoorKind.Open };
}
