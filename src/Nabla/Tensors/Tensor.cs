using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>A value: numbers of one type in a shape of any rank. Operations never change their inputs.</summary>
/// <remarks>
/// <para>
/// Views (<c>Reshape</c>, <c>Permute</c>, slices, <c>Expand</c>) share memory with what they look at. Memory belongs to
/// the runtime: nothing has to be disposed. Reading one tensor from many threads is safe.
/// </para>
/// <para>The operations are extension members, each in its own file; <c>using Nabla;</c> brings them all.</para>
/// </remarks>
[DebuggerDisplay("{Describe()}")]
public partial class Tensor
{
    static readonly Lock FirstUse = new();

    // Few tensors have a name, so it takes no room in the others.
    static readonly ConditionalWeakTable<Tensor, string> Names = [];

    readonly Shape shape;
    readonly int[]? strides;

    // When the memory was asked for, for this tensor and its views; of lent memory it tells the lending.
    long birth;

    // The array itself as long as nobody else looks at it, changes it in place or lends it, else its Storage; what computes
    // the elements where that was put off; null before the first use. Another thread may compute them: the memory is written after its lending.
    object? memory;

    /// <summary>A contiguous tensor over existing memory.</summary>
    /// <param name="storage">The memory; null is filled by <see cref="FirstStorage"/> on first use.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The sizes of the axes.</param>
    internal Tensor(Storage? storage, DType type, in Shape shape)
    {
        memory = storage;
        birth = storage is { Lease: > 0 and long lease } ? lease : BirthClock.Tick();
        this.shape = shape;
        DType = type;
    }

    /// <summary>A contiguous tensor over an array of its own.</summary>
    Tensor(Array array, DType type, in Shape shape)
    {
        memory = array;
        birth = BirthClock.Tick();
        this.shape = shape;
        DType = type;
    }

    /// <summary>A contiguous tensor whose elements are computed when they are first read.</summary>
    internal Tensor(Deferred deferred, DType type, in Shape shape)
    {
        memory = deferred;
        birth = BirthClock.Tick();
        this.shape = shape;
        DType = type;
    }

    /// <summary>Another look at a tensor's memory.</summary>
    Tensor(Tensor whole, in Shape shape, int[]? strides, int offset)
    {
        memory = whole.Storage;
        (birth, DType) = (whole.birth, whole.DType);
        (this.shape, this.strides, Offset) = (shape, strides, offset);
    }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; private set; }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape => shape;

    /// <summary>The number of axes: 0 for a scalar.</summary>
    public int Rank => shape.Rank;

    /// <summary>The number of elements.</summary>
    public long ElementCount => shape.ElementCount;

    /// <summary>A name for messages and pictures; none unless given.</summary>
    public string? Name
    {
        get => Names.TryGetValue(this, out string? name) ? name : null;
        init
        {
            if (value is not null) Names.AddOrUpdate(this, value);
        }
    }

    /// <summary>Whether the elements lie side by side in row-major order.</summary>
    public bool IsContiguous => strides is null;

    /// <summary>Whether operations on this tensor are recorded, so that gradients reach it or what it was made of.</summary>
    public bool RequiresGrad => Node is not null;

    /// <summary>The vertex that made this tensor, or null for a constant.</summary>
    public Node? Node
    {
        get;
        internal set
        {
            field = value;
            if (value is null) return;
            Deferred?.OnRecorded();
            ValueRecording.Note(value, this);
        }
    }

    internal int Offset { get; }

    /// <summary>The memory as something that may be shared, changed in place and kept.</summary>
    internal Storage Storage => Volatile.Read(ref memory) as Storage ?? ShareOnce();

    /// <summary>Elements from one index to the next on each axis; null when contiguous.</summary>
    internal ReadOnlySpan<int> Strides => strides;

    /// <summary>The stride of an axis, contiguous or not.</summary>
    internal int Stride(int axis)
    {
        if (strides is not null) return strides[axis];
        int stride = 1;
        for (int i = shape.Rank - 1; i > axis; i--) stride *= shape[i];
        return stride;
    }

    /// <summary>The elements as NumPy prints them: four decimals, the middle of large tensors left out.</summary>
    public override string ToString() => TensorFormat.Format(this);

    /// <summary>A fresh uninitialised tensor.</summary>
    internal static Tensor Allocate(in Shape shape, DType type) => type switch
    {
        DType.Float32 => Allocate<float>(shape),
        DType.Float64 => Allocate<double>(shape),
        DType.Int64 => Allocate<long>(shape),
        DType.Int32 => Allocate<int>(shape),
        DType.UInt8 => Allocate<byte>(shape),
        _ => Allocate<bool>(shape),
    };

    /// <summary>A fresh uninitialised tensor, whose memory the thread's step scope lends where there is one and it is worth it.</summary>
    static Tensor Allocate<T>(in Shape shape) where T : unmanaged => Allocate<T>(shape, StepScope.Current);

    /// <summary>A fresh uninitialised tensor, whose memory a step scope lends where one is given and it is worth it.</summary>
    internal static Tensor Allocate<T>(in Shape shape, StepScope? scope) where T : unmanaged
    {
        long count = shape.ElementCount;
        if (count > System.Array.MaxLength)
            throw new ShapeException($"Tensor: cannot hold {count} elements: at most {System.Array.MaxLength} fit one tensor.");
        return scope is not null && count * Unsafe.SizeOf<T>() >= StepScope.SmallestLentBytes
            ? new(scope.Lend<T>((int)count), DType.Of<T>(), shape)
            : new(scope?.Small.Take<T>((int)count) ?? GC.AllocateUninitializedArray<T>((int)count), DType.Of<T>(), shape);
    }

    /// <summary>Another look at this tensor's memory, elements side by side; one that was taken back stays so.</summary>
    internal Tensor View(in Shape viewShape, int viewOffset) => new(this, viewShape, null, viewOffset);

    /// <summary>Another look at this tensor's memory with strides of its own.</summary>
    internal Tensor View(in Shape viewShape, ReadOnlySpan<int> viewStrides, int viewOffset) => new(this, viewShape, KnownSizes.Of(viewStrides), viewOffset);

    /// <summary>The same look at this tensor's memory, without a vertex.</summary>
    internal Tensor Same(string? name = null) => new(this, shape, strides, Offset) { Name = name };

    /// <summary>The whole array behind the tensor; element 0 is at <see cref="Offset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T[] Array<T>() where T : unmanaged
    {
        Debug.Assert(DType == DType.Of<T>(), "An array is asked for by the tensor's own type.");
        object? held = memory;
        return held is not null && held.GetType() == typeof(T[]) ? Unsafe.As<T[]>(held) : Shared<T>();
    }

    T[] Shared<T>() where T : unmanaged
    {
        Settle();
        if (memory is T[] array) return array;
        Storage shared = Storage;
        if (shared.IsLostTo(birth)) ThrowReleased();
        return Unsafe.As<Storage<T>>(shared).Array;
    }

    /// <summary>The elements of a contiguous tensor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>() where T : unmanaged
    {
        Debug.Assert(IsContiguous, "Only contiguous tensors have a span.");
        return Array<T>().AsSpan(Offset, (int)ElementCount);
    }

    /// <summary>The memory of a tensor that gets its first value when it is first read.</summary>
    private protected virtual Storage FirstStorage() => throw new UnreachableException();

    /// <summary>Whether memory is there yet.</summary>
    internal bool HasStorage => memory is not null;

    /// <summary>Whether the memory was taken back when its step ended.</summary>
    internal bool IsReleased => Volatile.Read(ref memory) switch
    {
        Storage shared => shared.IsLostTo(birth),
        Deferred deferred => deferred.IsReleased,
        _ => false,
    };

    /// <summary>How many changes in place the memory has seen.</summary>
    internal int Version
    {
        get
        {
            if (Volatile.Read(ref memory) is not Storage shared) return 0;
            if (shared.IsLostTo(birth)) ThrowReleased();
            return shared.Version;
        }
    }

    /// <summary>When the memory was asked for, on the clock of its thread.</summary>
    internal long Birth => birth;

    /// <summary>Whether this thread allocated the memory after a moment that it noted.</summary>
    internal bool IsBornSince(long moment) => BirthClock.IsSince(birth, moment);

    /// <summary>Counts the memory as born now: who made it hands it over, and looks at it no more.</summary>
    internal void HandOver()
    {
        long now = BirthClock.Tick();
        (memory as Storage)?.PassOn(birth, now);
        birth = now;
    }

    /// <summary>Marks the memory as a leaf's gradient, so that it outlives an open step.</summary>
    internal void HoldGradient()
    {
        Settle();
        if (memory is Storage shared) shared.IsGradient = true;
    }

    /// <summary>Hands the memory to the collector for good, if a scope lends it.</summary>
    internal void Keep()
    {
        Settle();
        if (memory is not Storage shared) return;
        if (shared.IsLostTo(birth)) ThrowReleased();
        shared.Keep();
    }

    /// <summary>Gives the memory back to the scope that lends it, if one does; at the end of its step where something is still to be computed from it.</summary>
    internal void GiveBack()
    {
        if (memory is not Storage shared || shared.IsLostTo(birth)) return;
        if (shared.IsAwaited) shared.GiveBackWithStep();
        else shared.GiveBack();
    }

    /// <summary>Leaves a small array to the thread's open scope where nobody but this tensor looks at it, and gives lent memory back; for a tensor that nobody else has.</summary>
    internal void Leave()
    {
        if (memory is not Array own) GiveBack();
        else if (StepScope.Current is { } scope && ElementCount * DType.Size < StepScope.SmallestLentBytes && ReferenceEquals(Interlocked.CompareExchange(ref memory, Storage.Released, own), own))
            scope.Small.Add(own, DType);
    }

    /// <summary>Whether two tensors look at the same memory.</summary>
    internal static bool ShareMemory(Tensor a, Tensor b) => ReferenceEquals(a.memory, b.memory);

    /// <summary>The tensor in a few words, for messages: name, type and shape.</summary>
    internal string Describe() => $"{(Name is null ? "a tensor" : $"'{Name}'")} ({DType.Name} {shape})";

    /// <summary>Makes what views share of the array, or of the first values where there are none yet.</summary>
    Storage ShareOnce()
    {
        Settle();
        if (memory is Array array)
        {
            Storage shared = Storage.Over(array, DType);
            return Interlocked.CompareExchange(ref memory, shared, array) as Storage ?? shared;
        }
        lock (FirstUse)
        {
            if (memory is null) Take(FirstStorage());
            return (Storage)memory;
        }
    }

    /// <summary>Looks at other memory from now on.</summary>
    [MemberNotNull(nameof(memory))]
    void Take(Storage other)
    {
        (memory as Storage)?.BeforeExchange();
        if (other.Lease > 0) birth = other.Lease;
        Volatile.Write(ref memory, other);
    }

    [DoesNotReturn]
    void ThrowReleased() => throw new ReleasedTensorException(
        $"Tensor: cannot read {Describe()}: its memory was taken back when its training step ended. Call StepScope.Keep(tensor) within the step, or copy what you need.");
}
