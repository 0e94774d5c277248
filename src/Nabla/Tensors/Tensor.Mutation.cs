using System.Diagnostics;

namespace Nabla;

/// <summary>Change in place: for parameters and buffers alone, never within an operation.</summary>
public partial class Tensor
{
    /// <summary>Writes another value over this one; a graph that saved the old value notices.</summary>
    /// <param name="value">Of this tensor's shape and type.</param>
    internal void Overwrite(Tensor value)
    {
        Debug.Assert(value.Shape == Shape && value.DType == DType, "The caller has checked the shape and converted the type.");
        lock (FirstUse)
        {
            if (memory is null)
            {
                Take(OwnStorage(value));
                return;
            }
        }
        // Of its own memory, say of its transpose, a copy is read: writing would change what is still to be read.
        StridedCopy.Copy(ShareMemory(value, this) ? StridedCopy.Contiguous(value) : value, this);
        Storage.Touch();
    }

    /// <summary>Changes the type of this tensor itself.</summary>
    /// <param name="type">The new type.</param>
    /// <param name="value">The value in that type; null where this tensor has no memory yet.</param>
    internal void Retype(DType type, Tensor? value)
    {
        Debug.Assert(HasStorage == value is not null, "A tensor with memory keeps a value.");
        lock (FirstUse)
        {
            if (value is not null)
            {
                Storage converted = OwnStorage(value);
                converted.Replace(Storage);
                Take(converted);
            }
            DType = type;
        }
    }

    /// <summary>Looks at other memory from now on, of the same length and type.</summary>
    internal void Exchange(Storage other)
    {
        Debug.Assert(other.ElementType == Storage.ElementType && other.Length == Storage.Length, "The memory is a copy.");
        lock (FirstUse) Take(other);
    }

    /// <summary>A value in memory of its own, which outlives an open step.</summary>
    internal static Storage OwnStorage(Tensor value) => StepScope.Keep(StridedCopy.Contiguous(value)).Storage;
}
