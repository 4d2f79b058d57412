using TorchSharp;
using static TorchSharp.torch;

namespace DeepIoT.Compression;

/// <summary>
/// Numbers as arguments of Torch. TorchSharp hands the native side a pointer to a number that it made of a double, and
/// nothing keeps that number: on a busy machine the garbage collector frees it while the call still reads it, and a
/// training goes on with NaN. That holds for `a + b` too, which passes the 1 by which b is multiplied, and for `square`.
/// Numbers made here are kept until the same thread has made <see cref="Kept"/> more.
/// </summary>
internal static class TorchNumber
{
    private const int Kept = 256;

    [ThreadStatic]
    private static Scalar?[]? _kept;

    [ThreadStatic]
    private static int _next;

    private static readonly Scalar One = 1.ToScalar();

    public static Scalar Number(double value) => Keep(value.ToScalar());

    public static Scalar Number(long value) => Keep(value.ToScalar());

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Plus(this Tensor left, Scalar right) => left.add(right, One);

    /// <summary>Adds to the tensor itself.</summary>
    public static Tensor Increase(this Tensor tensor, Tensor by) => tensor.add_(by, One);

    /// <summary>Adds to the tensor itself.</summary>
    public static Tensor Increase(this Tensor tensor, Scalar by) => tensor.add_(by, One);

    public static Tensor Squared(this Tensor tensor) => tensor.pow(Number(2));

    private static Scalar Keep(Scalar number)
    {
        _kept ??= new Scalar?[Kept];
        _kept[_next]?.Dispose();
        _kept[_next] = number;
        _next = (_next + 1) % Kept;
        return number;
    }
}
