using Nabla.Backends;

namespace Nabla;

/// <summary>Where the largest and the smallest elements are.</summary>
public static class ArgMaxExtensions
{
    extension(Tensor x)
    {
        /// <summary>The index of the largest element along an axis: the first of equals; NaN counts as largest.</summary>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
        /// <returns>An int64 tensor; it has no gradient.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The axis has no elements.</exception>
        public Tensor ArgMax(int axis, bool keepAxis = false) => Find(x, axis, keepAxis, largest: true);

        /// <summary>The index of the smallest element along an axis: the first of equals; NaN counts as smallest.</summary>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
        /// <returns>An int64 tensor; it has no gradient.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The axis has no elements.</exception>
        public Tensor ArgMin(int axis, bool keepAxis = false) => Find(x, axis, keepAxis, largest: false);
    }

    static Tensor Find(Tensor x, int axis, bool keepAxis, bool largest)
    {
        string operation = largest ? "ArgMax" : "ArgMin";
        axis = x.Shape.Axis(axis, operation);
        if (x.Shape[axis] == 0) throw new ShapeException($"{operation}: cannot search {x.Shape}: axis {axis} has 0 elements.", x.Shape);
        Tensor y = Backend.Current.ArgReduce(x.DType == DType.Bool ? x.Cast(DType.UInt8) : x, axis, largest);
        return keepAxis ? y : y.Reshape(y.Shape.Without(axis));
    }
}
