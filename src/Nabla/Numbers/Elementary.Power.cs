using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

internal static partial class Elementary<V, T>
{
    /// <summary>aᵇ by the rules of <see cref="Math.Pow"/>; float rounds the double result.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Pow(V a, V b)
    {
        V y = V.Zero;
        for (int i = 0; i < V.Count; i++)
            SetElement(ref y, i, Math.Pow(Element(ref a, i), Element(ref b, i)));
        return y;
    }

    static double Element(ref V v, int index) => typeof(T) == typeof(float)
        ? Unsafe.Add(ref Unsafe.As<V, float>(ref v), index)
        : Unsafe.Add(ref Unsafe.As<V, double>(ref v), index);

    static void SetElement(ref V v, int index, double value)
    {
        if (typeof(T) == typeof(float))
            Unsafe.Add(ref Unsafe.As<V, float>(ref v), index) = (float)value;
        else
            Unsafe.Add(ref Unsafe.As<V, double>(ref v), index) = value;
    }
}
