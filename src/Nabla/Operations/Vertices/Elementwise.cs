using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Applies elementwise definitions to tensors: an operation of one's own is a struct and a call of these.</summary>
/// <remarks>
/// Shapes broadcast, types are promoted (<c>DType.Promote</c>), a C# number takes the tensor's type, and whole numbers become
/// float32 where the definition does not hold on them.
/// </remarks>
public static class Elementwise
{
    /// <summary>f(x) of each element.</summary>
    /// <typeparam name="TOp">The definition.</typeparam>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    public static Tensor Apply<TOp>(Tensor x) where TOp : struct, IUnary<TOp>
    {
        x = Arithmetic<TOp>(x);
        Tensor y = Backend.Current.Map<TOp>(x);
        if (x.Node is not null && NoGrad.IsRecording) y.Node = new UnaryNode<TOp>(x, y);
        if (ThreadWatch.Current is { Detection: Detection.Forward }) Anomalies.CheckForward(typeof(TOp).Name, y, x);
        return y;
    }

    /// <summary>f(a, b) of each pair of elements.</summary>
    /// <typeparam name="TOp">The definition.</typeparam>
    /// <param name="a">A tensor of any shape.</param>
    /// <param name="b">A tensor of a shape that broadcasts with it.</param>
    /// <returns>A tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Apply<TOp>(Tensor a, Tensor b) where TOp : struct, IBinary<TOp>
    {
        (a, b) = Promote(a, b);
        (a, b) = (Arithmetic<TOp>(a), Arithmetic<TOp>(b));
        Tensor y = Backend.Current.Map<TOp>(a, b, Shape.Broadcast(a.Shape, b.Shape, typeof(TOp).Name));
        if ((a.Node ?? b.Node) is not null && NoGrad.IsRecording) y.Node = new BinaryNode<TOp>(a, b, y);
        if (ThreadWatch.Current is { Detection: Detection.Forward }) Anomalies.CheckForward(typeof(TOp).Name, y, a, b);
        return y;
    }

    /// <summary>f(a, b) of each element and a number.</summary>
    /// <typeparam name="TOp">The definition.</typeparam>
    /// <param name="a">A tensor of any shape.</param>
    /// <param name="b">A number, taken as of the tensor's type.</param>
    /// <returns>A tensor of the same shape.</returns>
    public static Tensor Apply<TOp>(Tensor a, double b) where TOp : struct, IBinary<TOp>
    {
        a = Admitting(Arithmetic<TOp>(a), b);
        return Apply<TOp>(a, Tensor.Scalar(b, a.DType));
    }

    /// <summary>f(a, b) of a number and each element.</summary>
    /// <typeparam name="TOp">The definition.</typeparam>
    /// <param name="a">A number, taken as of the tensor's type.</param>
    /// <param name="b">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    public static Tensor Apply<TOp>(double a, Tensor b) where TOp : struct, IBinary<TOp>
    {
        b = Admitting(Arithmetic<TOp>(b), a);
        return Apply<TOp>(Tensor.Scalar(a, b.DType), b);
    }

    /// <summary>f(a, b, c) of each triple of elements.</summary>
    /// <typeparam name="TOp">The definition.</typeparam>
    /// <param name="a">A tensor of any shape.</param>
    /// <param name="b">A tensor of a shape that broadcasts with it.</param>
    /// <param name="c">A tensor of a shape that broadcasts with both.</param>
    /// <returns>A tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Apply<TOp>(Tensor a, Tensor b, Tensor c) where TOp : struct, ITernary<TOp>
    {
        (a, b) = Promote(a, b);
        (a, c) = Promote(a, c);
        (b, c) = Promote(b, c);
        (a, b, c) = (Arithmetic<TOp>(a), Arithmetic<TOp>(b), Arithmetic<TOp>(c));
        Shape shape = Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape, typeof(TOp).Name), c.Shape, typeof(TOp).Name);
        Tensor y = Backend.Current.Map<TOp>(a, b, c, shape);
        if ((a.Node ?? b.Node ?? c.Node) is not null && NoGrad.IsRecording) y.Node = new TernaryNode<TOp>(a, b, c, y);
        if (ThreadWatch.Current is { Detection: Detection.Forward }) Anomalies.CheckForward(typeof(TOp).Name, y, a, b, c);
        return y;
    }

    /// <summary>Where a statement holds of each element.</summary>
    /// <typeparam name="TOp">The statement.</typeparam>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A bool tensor of the same shape.</returns>
    public static Tensor Test<TOp>(Tensor x) where TOp : struct, IPredicate<TOp> => Backend.Current.Test<TOp>(x);

    /// <summary>Where a statement holds of each pair of elements.</summary>
    /// <typeparam name="TOp">The statement.</typeparam>
    /// <param name="a">A tensor of any shape.</param>
    /// <param name="b">A tensor of a shape that broadcasts with it.</param>
    /// <returns>A bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Compare<TOp>(Tensor a, Tensor b) where TOp : struct, IRelation<TOp>
    {
        (a, b) = Promote(a, b);
        return Backend.Current.Compare<TOp>(a, b, Shape.Broadcast(a.Shape, b.Shape, typeof(TOp).Name));
    }

    /// <summary>Where a statement holds of each element and a number.</summary>
    /// <typeparam name="TOp">The statement.</typeparam>
    /// <param name="a">A tensor of any shape.</param>
    /// <param name="b">A number, taken as of the tensor's type.</param>
    /// <returns>A bool tensor of the same shape.</returns>
    public static Tensor Compare<TOp>(Tensor a, double b) where TOp : struct, IRelation<TOp>
    {
        a = Admitting(NotBool(a), b);
        return Compare<TOp>(a, Tensor.Scalar(b, a.DType));
    }

    /// <summary>Where a statement holds of a number and each element.</summary>
    /// <typeparam name="TOp">The statement.</typeparam>
    /// <param name="a">A number, taken as of the tensor's type.</param>
    /// <param name="b">A tensor of any shape.</param>
    /// <returns>A bool tensor of the same shape.</returns>
    public static Tensor Compare<TOp>(double a, Tensor b) where TOp : struct, IRelation<TOp>
    {
        b = Admitting(NotBool(b), a);
        return Compare<TOp>(Tensor.Scalar(a, b.DType), b);
    }

    /// <summary>Floating point as it is; whole numbers as they are where the definition holds on them, else float32.</summary>
    static Tensor Arithmetic<TOp>(Tensor x) where TOp : struct, IElementwise
    {
        if (x.DType.IsFloatingPoint) return x;
        return TOp.Integers ? NotBool(x) : x.Cast(DType.Float32);
    }

    /// <summary>A bool tensor as the whole numbers 0 and 1.</summary>
    static Tensor NotBool(Tensor x) => x.DType == DType.Bool ? x.Cast(DType.Int64) : x;

    /// <summary>Whole numbers become float32 where a number that is not one of them is mixed in.</summary>
    static Tensor Admitting(Tensor x, double number)
    {
        bool fits = x.DType switch
        {
            DType.UInt8 => number is >= 0 and <= byte.MaxValue && double.IsInteger(number),
            DType.Int32 => number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number),
            DType.Int64 => number is >= long.MinValue and < long.MaxValue && double.IsInteger(number),
            _ => true,
        };
        if (fits) return x;
        return double.IsInteger(number) && Math.Abs(number) < long.MaxValue ? x.Cast(DType.Int64) : x.Cast(DType.Float32);
    }

    static (Tensor A, Tensor B) Promote(Tensor a, Tensor b)
    {
        if (a.DType == b.DType) return (a, b);
        DType type = DType.Promote(a.DType, b.DType);
        return (a.Cast(type), b.Cast(type));
    }
}
