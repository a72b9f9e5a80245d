using System.Numerics;

namespace Toguna.Methods.Numerics;

/// <summary>The house's source of chance: xoshiro256**, seeded, the same sequence on every machine.</summary>
/// <remarks>
/// 256 bits of state, period 2²⁵⁶ − 1, passes BigCrush. Not for keys, tokens or anything an adversary may guess. Not
/// thread-safe: give each thread its own, from <see cref="Fork"/>.
/// </remarks>
/// <seealso href="https://doi.org/10.1145/3460772">Blackman and Vigna (2021), Scrambled linear pseudorandom number generators</seealso>
public sealed class Xoshiro256
{
    /// <summary>Half of the last place of a double in [1, 2): 53 random bits make the number.</summary>
    private const double Step = 1.0 / (1UL << 53);

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>Spreads the seed over the whole state by SplitMix64, so that near seeds give unlike sequences.</summary>
    public Xoshiro256(ulong seed)
    {
        s0 = Split(ref seed);
        s1 = Split(ref seed);
        s2 = Split(ref seed);
        s3 = Split(ref seed);
    }

    /// <summary>Starts from a whole state, as the reference implementation does.</summary>
    /// <exception cref="ArgumentException">All four words are zero: the sequence would be zero for ever.</exception>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        if ((s0 | s1 | s2 | s3) == 0)
        {
            throw new ArgumentException("The state is all zero; at least one of its 256 bits must be set.");
        }
        (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), in steps of 2⁻⁵³.</summary>
    public double Uniform() => (Next() >> 11) * Step;

    /// <summary>Uniform in (0, 1]: safe under a logarithm.</summary>
    public double UniformAboveZero() => ((Next() >> 11) + 1) * Step;

    /// <summary>Uniform whole number from 0 to <paramref name="count"/> − 1, without the bias of a remainder.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <seealso href="https://doi.org/10.1145/3230636">Lemire (2019), Fast random integer generation in an interval, algorithm 5</seealso>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var n = (ulong)count;
        var high = Math.BigMul(Next(), n, out var low);
        if (low < n)
        {
            var threshold = (0UL - n) % n;
            while (low < threshold)
            {
                high = Math.BigMul(Next(), n, out low);
            }
        }
        return (int)high;
    }

    /// <summary>A generator of its own for a named part of the work: what one part draws does not move the others.</summary>
    public static Xoshiro256 Fork(ulong seed, ulong part)
    {
        var mixed = seed;
        return new Xoshiro256(Split(ref mixed) ^ BitOperations.RotateLeft(part * 0x9E3779B97F4A7C15UL, 31));
    }

    /// <seealso href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators</seealso>
    public static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
