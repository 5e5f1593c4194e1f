package dev.moonpool.actors.serialization;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TSFBuilder;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/// The one configuration of Jackson for JSON and CBOR: a class means the same in the store and on
/// the wire.
///
/// Its rules are those of `docs/help/evolution.md`: an unknown field is ignored, a missing one
/// takes
/// its type's default, and a value that the declared type does not hold is refused instead of being
/// changed to fit. What can be written can be read: limits of Jackson's readers that its writers do
/// not know are lifted, and the sizes of states and messages are limited elsewhere.
final class PayloadMapper {
  /// How deep values may be nested. More would be a matter of the thread's stack.
  static final int NESTING_MAX = 500;

  /// The digits of one number as text. Reading more would take seconds, since the time grows with
  /// the square.
  static final int DIGITS_MAX = 100_000;

  /// Shared by all nodes of a process: how a class is written depends on nothing else, and to find
  /// it out takes longer than a simulated node lives.
  static final JsonMapper JSON =
      configure(JsonMapper.builder(factory(JsonFactory.builder(), DIGITS_MAX))).build();

  private PayloadMapper() {}

  /// The mapper of the wire, whose numbers have no digits.
  static CBORMapper cbor(JacksonModule references) {
    CBORFactory factory =
        factory(CBORFactory.builder().recyclerPool(new BufferPool()), Integer.MAX_VALUE);
    return configure(CBORMapper.builder(factory)).addModule(references).build();
  }

  private static <F extends TokenStreamFactory, B extends TSFBuilder<F, B>> F factory(
      B builder, int digitsMax) {
    return builder
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(2 * NESTING_MAX) // never less than what was written
                .maxNumberLength(digitsMax)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(NESTING_MAX).build())
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES) // keys of maps are names too
        .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    return builder
        .annotationIntrospector(
            AnnotationIntrospector.pair(builder.annotationIntrospector(), new PayloadNames()))
        .accessorNaming(new ComponentNaming())
        .addModule(ReadOnlyCollections.module())
        .addModule(new SimpleModule("keys").addKeySerializer(YearMonth.class, new MonthKey()))
        .disable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(
            DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
            DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
            DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS,
            DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
            DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .withCoercionConfig(
            LogicalType.Textual,
            texts ->
                texts
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }

  /// Writes a month as it is read: the text of the JDK lacks the sign of years over 9999.
  private static final class MonthKey extends ValueSerializer<YearMonth> {
    private static final DateTimeFormatter FORMAT =
        new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .toFormatter(Locale.ROOT);

    @Override
    public void serialize(YearMonth month, JsonGenerator out, SerializationContext context) {
      out.writeName(FORMAT.format(month));
    }
  }
}
