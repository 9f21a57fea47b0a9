using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Certificates;
using Xunit;

namespace Marketplace.Domain.Tests.Certificates;

public class CertificateCodeTests
{
    [Fact]
    public void S87_a_code_is_eighty_bits_in_four_groups()
    {
        CertificateCode.Write([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Should().Be("0000-0000-0000-0000");
        CertificateCode.Write([255, 255, 255, 255, 255, 255, 255, 255, 255, 255]).Should().Be("ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        // The bits 00000 00001 00010 … 01111, five by five.
        CertificateCode.Write([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]).Should().Be("0123-4567-89AB-CDEF");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void S87_a_code_of_another_strength_is_not_written(int bytes) =>
        FluentActions.Invoking(() => CertificateCode.Write(new byte[bytes])).Should().Throw<ArgumentException>();

    [Fact]
    public void S87_two_codes_of_different_bits_differ_and_each_is_read_as_it_was_written() =>
        Gen.Select(Gen.Byte.Array[10], Gen.Byte.Array[10]).Sample((one, other) =>
        {
            var (written, second) = (CertificateCode.Write(one), CertificateCode.Write(other));
            CertificateCode.Read(written).Should().Be(written.Replace("-", "", StringComparison.Ordinal));
            (written == second).Should().Be(one.SequenceEqual(other));
        });

    [Theory]
    [InlineData("7kq2-m0xa-9v3d-h5tb")]
    [InlineData("7KQ2M0XA9V3DH5TB")]
    [InlineData(" 7KQ2 MOXA 9V3D H5TB ")]
    [InlineData("7-K-Q-2-m-o-x-a-9-v-3-d-h-5-t-b")]
    public void S87_a_code_is_read_as_people_type_it(string typed) => CertificateCode.Read(typed).Should().Be("7KQ2M0XA9V3DH5TB");

    [Fact]
    public void S87_letters_that_look_like_digits_are_those_digits() => CertificateCode.Read("ilIL-oO00-1111-2222").Should().Be("1111000011112222");

    [Theory]
    [InlineData("")]
    [InlineData("7KQ2-M0XA-9V3D-H5T")]
    [InlineData("7KQ2-M0XA-9V3D-H5TB1")]
    [InlineData("7KQ2-M0XA-9V3D-H5TU")]
    [InlineData("7KQ2-M0XA-9V3D-H5TЖ")]
    [InlineData("7KQ2_M0XA_9V3D_H5TB")]
    public void S87_what_cannot_be_a_code_is_none(string typed) => CertificateCode.Read(typed).Should().BeNull();

    [Fact]
    public void S87_a_very_long_text_is_not_even_looked_at() => CertificateCode.Read(new string('-', 100) + "7KQ2M0XA9V3DH5TB").Should().BeNull();
}
