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

    readonly Shape shape;
    readonly int[]? strides;
    Storage? storage;
    int lease;

    /// <summary>A tensor over existing memory.</summary>
    /// <param name="storage">The memory; null is filled by <see cref="FirstStorage"/> on first use.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="strides">Elements from one index to the next on each axis; null means contiguous.</param>
    /// <param name="offset">The first element's position in the memory.</param>
    internal Tensor(Storage? storage, DType type, in Shape shape, int[]? strides = null, int offset = 0)
    {
        this.storage = storage;
        lease = storage?.Lease ?? 0;
        this.shape = shape;
        this.strides = strides;
        Offset = offset;
        DType = type;
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
    public string? Name { get; init; }

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
            if (value is not null) ValueRecording.Note(value, this);
        }
    }

    internal int Offset { get; }

    internal Storage Storage
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => storage ?? MaterializeOnce();
    }

    /// <summary>Elements from one index to the next on each axis; null when contiguous.</summary>
    internal int[]? Strides => strides;

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
    internal static Tensor Allocate(in Shape shape, DType type) => new(Storage.Allocate(type, shape.ElementCount), type, shape);

    /// <summary>Another look at this tensor's memory; one that was taken back stays so.</summary>
    internal Tensor View(in Shape viewShape, int[]? viewStrides, int viewOffset, string? name = null) =>
        new(Storage, DType, viewShape, viewStrides, viewOffset) { lease = lease, Name = name };

    /// <summary>The whole array behind the tensor; element 0 is at <see cref="Offset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T[] Array<T>() where T : unmanaged
    {
        Debug.Assert(DType == DType.Of<T>(), "An array is asked for by the tensor's own type.");
        Storage memory = Storage;
        if (memory.Lease != lease) ThrowReleased();
        return Unsafe.As<Storage<T>>(memory).Array;
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
    internal bool HasStorage => storage is not null;

    /// <summary>Whether the memory was taken back when its step ended.</summary>
    internal bool IsReleased => storage is not null && storage.Lease != lease;

    /// <summary>How many changes in place the memory has seen.</summary>
    internal int Version
    {
        get
        {
            Storage memory = Storage;
            if (memory.Lease != lease) ThrowReleased();
            return memory.Version;
        }
    }

    /// <summary>The tensor in a few words, for messages: name, type and shape.</summary>
    internal string Describe() => $"{(Name is null ? "a tensor" : $"'{Name}'")} ({DType.Name} {shape})";

    Storage MaterializeOnce()
    {
        lock (FirstUse)
        {
            if (storage is null) Take(FirstStorage());
            return storage;
        }
    }

    /// <summary>Looks at other memory from now on.</summary>
    [MemberNotNull(nameof(storage))]
    void Take(Storage other)
    {
        lease = other.Lease;
        Volatile.Write(ref storage, other); // whoever sees the memory sees its lease
    }

    [DoesNotReturn]
    void ThrowReleased() => throw new ReleasedTensorException(
        $"Tensor: cannot read {Describe()}: its memory was taken back when its training step ended. Call StepScope.Keep(tensor) within the step, or copy what you need.");
}
