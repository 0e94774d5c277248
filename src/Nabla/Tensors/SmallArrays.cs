namespace Nabla;

/// <summary>Arrays that are too small to be lent and that nobody looks at any more: the gradients of biases above all.</summary>
/// <remarks>Whoever takes one out owns it as if the collector had made it. Of those that nobody takes no more than <see cref="Most"/> are held.</remarks>
internal sealed class SmallArrays
{
    const int Most = 1024;

    readonly Dictionary<(DType, int), Stack<Array>> idle = [];
    int count;

    /// <summary>Takes an array in.</summary>
    public void Add(Array array, DType type)
    {
        if (count == Most) return;
        var key = (type, array.Length);
        if (!idle.TryGetValue(key, out var stack)) idle.Add(key, stack = []);
        stack.Push(array);
        count++;
    }

    /// <summary>An array of a length, its elements any; null where there is none.</summary>
    public T[]? Take<T>(int length) where T : unmanaged
    {
        if (count == 0 || !idle.TryGetValue((DType.Of<T>(), length), out var stack) || !stack.TryPop(out Array? array)) return null;
        count--;
        return (T[])array;
    }
}
