package io.varve.api.decide;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ValidationTest
{
    private static final Validation<Integer> NUMBERS = Validation.<Integer>none()
        .require(number -> number > 0, "must be above 0")
        .require(number -> number % 2 == 0, "must be even")
        .require(number -> number < 10, "must be below 10");

    @Test
    void shouldPassEverythingWithoutParts()
    {
        assertEquals(List.of(), Validation.none().failures("anything"));
    }

    @Test
    void shouldPassWhatEveryPartPasses()
    {
        assertEquals(List.of(), NUMBERS.failures(2));
        NUMBERS.check(8);
    }

    @Test
    void shouldReportAllFailuresTogetherInTheOrderOfTheParts()
    {
        assertEquals(List.of("must be above 0", "must be even"), NUMBERS.failures(-1));

        final CommandRefusedException refused = assertThrows(CommandRefusedException.class, () -> NUMBERS.check(11));

        assertEquals(List.of("must be even", "must be below 10"), refused.reasons());
        assertEquals("command refused: must be even; must be below 10", refused.getMessage());
    }

    @Test
    void shouldAskEveryPartOnce()
    {
        final List<Integer> asked = new ArrayList<>();
        final Validation<Integer> counting = NUMBERS.require(number -> asked.add(number), "never");

        assertEquals(List.of("must be above 0", "must be even"), counting.failures(-3));
        assertEquals(List.of(-3), asked);
    }

    @Test
    void shouldAskPartsOfItsKindOnly()
    {
        final Validation<Object> mixed = Validation.none()
            .require(command -> !command.equals("bad"), "must not be bad")
            .with(Integer.class, NUMBERS);

        assertEquals(List.of(), mixed.failures("good"));
        assertEquals(List.of("must not be bad"), mixed.failures("bad"));
        assertEquals(List.of("must be even"), mixed.failures(3));
    }

    @Test
    void shouldNotChangeWhenMoreIsRequired()
    {
        NUMBERS.require(number -> false, "nothing will do");

        assertEquals(List.of(), NUMBERS.failures(2));
    }

    @Test
    void shouldLetWhatAPartThrowsThrough()
    {
        final IllegalStateException failure = new IllegalStateException("broken part");
        final Validation<String> broken = Validation.<String>none().require(text ->
        {
            throw failure;
        }, "never said");

        assertSame(failure, assertThrows(IllegalStateException.class, () -> broken.check("x")));
    }

    @Test
    void shouldNotRefuseWithoutAReason()
    {
        assertThrows(IllegalArgumentException.class, () -> new CommandRefusedException(List.of()));
    }
}
