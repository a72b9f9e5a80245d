using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Foundation.Sealing;

namespace Toguna.Tests.Foundation.Sealing;

public sealed class SecretSharesTests
{
    /// <summary>FIPS 197, section 4.2 and 4.2.1.</summary>
    [Theory]
    [InlineData(0x57, 0x83, 0xC1)]
    [InlineData(0x57, 0x13, 0xFE)]
    [InlineData(0x57, 0x02, 0xAE)]
    [InlineData(0x57, 0x10, 0x07)]
    [InlineData(0x00, 0x83, 0x00)]
    public void Products_are_those_of_the_standard(byte a, byte b, byte product)
    {
        SecretShares.Multiply(a, b).ShouldBe(product);
        SecretShares.Multiply(b, a).ShouldBe(product);
    }

    [Fact]
    public void Everything_but_zero_has_an_inverse()
    {
        for (var x = 1; x < 256; x++)
        {
            SecretShares.Multiply((byte)x, SecretShares.Inverse((byte)x)).ShouldBe((byte)1);
        }
    }

    [Fact]
    public void Any_two_of_nine_give_the_secret_back_and_no_share_is_the_secret() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>().Filter(s => s.Length >= 16),
                secret =>
                {
                    var shares = SecretShares.Split(secret, Enumerable.Range(1, 9));
                    foreach (var (a, b) in from a in shares from b in shares where a.Key != b.Key select (a, b))
                    {
                        SecretShares.Combine(a.Key, a.Value, b.Key, b.Value).ShouldBe(secret);
                    }
                    shares.Values.ShouldAllBe(s => !s.SequenceEqual(secret));
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Whatever the secret, a share alone takes every value equally often: it says nothing.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xA7)]
    public void One_share_is_spread_evenly(byte secret)
    {
        var counts = new int[256];
        foreach (var share in SecretShares.Split(Enumerable.Repeat(secret, 256_000).ToArray(), [7])[7])
        {
            counts[share]++;
        }
        // Chi-squared with 255 degrees of freedom: above 360 about once in 60,000 runs.
        counts.Sum(n => (n - 1000.0) * (n - 1000.0) / 1000).ShouldBeLessThan(360);
    }

    [Fact]
    public void Shares_of_one_holder_do_not_count_as_two() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SecretShares.Combine(3, [1], 3, [1]));
}
