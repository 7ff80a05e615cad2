package dev.holdfast.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.StockShortage;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that was refused or broke, with what Holdfast said of it. Branch on {@link #reason()}, never on the message.
 *
 * <p>Stubs throw gRPC's {@link StatusRuntimeException}. {@link HoldfastClient#call} throws this one instead, and {@link
 * #from(Throwable)} makes it of whatever a stub threw.
 */
public final class HoldfastException extends StatusRuntimeException {
  private static final long serialVersionUID = 1;
  private static final String DOMAIN = "inventory.holdfast";
  private static final String PREFIX = "ERROR_REASON_";

  private final transient Details details;

  private HoldfastException(Status status, Metadata trailers, com.google.rpc.Status said) {
    super(status, trailers);
    this.details = new Details(said);
  }

  /** Of what a stub threw, or what an ExecutionException of a future has as its cause. */
  public static HoldfastException from(Throwable thrown) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof HoldfastException) {
        return (HoldfastException) one;
      }
      if (one instanceof StatusRuntimeException) {
        return of(((StatusRuntimeException) one).getStatus(), ((StatusRuntimeException) one).getTrailers(), one);
      }
      if (one instanceof StatusException) {
        return of(((StatusException) one).getStatus(), ((StatusException) one).getTrailers(), one);
      }
    }
    return of(Status.UNKNOWN.withDescription(String.valueOf(thrown)), null, thrown);
  }

  /** Of the error of one entry of a batch, or of one operation of a stream. */
  public static HoldfastException from(com.google.rpc.Status said) {
    StatusRuntimeException plain = StatusProto.toStatusRuntimeException(said);
    return new HoldfastException(plain.getStatus(), plain.getTrailers(), said);
  }

  private static HoldfastException of(Status status, Metadata trailers, Throwable cause) {
    com.google.rpc.Status said;
    try {
      said = StatusProto.fromStatusAndTrailers(status, trailers);
    } catch (IllegalArgumentException damaged) {
      said = com.google.rpc.Status.getDefaultInstance();
    }
    return new HoldfastException(status.withCause(cause), trailers, said);
  }

  /** The canonical code. */
  public Status.Code code() {
    return getStatus().getCode();
  }

  /**
   * Why; {@code ERROR_REASON_UNSPECIFIED} where the error is not one of Holdfast's (a connection that broke, a deadline
   * that passed on this side), {@code UNRECOGNIZED} where Holdfast is newer than this client.
   */
  public ErrorReason reason() {
    return details().reason;
  }

  /** The reason's name without its prefix, such as {@code INSUFFICIENT_STOCK}, also of one unknown here; else empty. */
  public String reasonName() {
    return details().reasonName;
  }

  /** The dynamic parts of the message. */
  public Map<String, String> metadata() {
    return details().metadata;
  }

  /** The paths of the invalid fields. */
  public List<String> fields() {
    List<String> paths = new ArrayList<>();
    details().violations.forEach(one -> paths.add(one.getField()));
    return Collections.unmodifiableList(paths);
  }

  /** The invalid fields, each with what is wrong. */
  public List<BadRequest.FieldViolation> fieldViolations() {
    return details().violations;
  }

  /** The short lines of INSUFFICIENT_STOCK, at most 20. */
  public List<StockShortage.Line> shortage() {
    return details().shortage.getLinesList();
  }

  /** How many more lines are short. */
  public int omittedShortageCount() {
    return details().shortage.getOmittedCount();
  }

  /** When to come back, where Holdfast said it. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(details().retryDelay);
  }

  @Override
  public String getMessage() {
    String text = super.getMessage();
    // The constructor above this class may ask before there are details.
    return details == null || details.reasonName.isEmpty() ? text : details.reasonName + ": " + text;
  }

  private Details details() {
    return details == null ? Details.NONE : details;
  }

  private static final class Details {
    static final Details NONE = new Details(com.google.rpc.Status.getDefaultInstance());

    ErrorReason reason = ErrorReason.ERROR_REASON_UNSPECIFIED;
    String reasonName = "";
    Map<String, String> metadata = Collections.emptyMap();
    List<BadRequest.FieldViolation> violations = Collections.emptyList();
    StockShortage shortage = StockShortage.getDefaultInstance();
    Duration retryDelay;

    Details(com.google.rpc.Status said) {
      if (said == null) {
        return;
      }
      for (Any detail : said.getDetailsList()) {
        try {
          take(detail);
        } catch (InvalidProtocolBufferException damaged) {
          // The code and the message still stand.
        }
      }
    }

    private void take(Any detail) throws InvalidProtocolBufferException {
      if (detail.is(ErrorInfo.class)) {
        ErrorInfo info = detail.unpack(ErrorInfo.class);
        if (info.getDomain().equals(DOMAIN)) {
          reasonName = info.getReason();
          reason = reasonOf(reasonName);
          metadata = info.getMetadataMap();
        }
      } else if (detail.is(BadRequest.class)) {
        violations = detail.unpack(BadRequest.class).getFieldViolationsList();
      } else if (detail.is(StockShortage.class)) {
        shortage = detail.unpack(StockShortage.class);
      } else if (detail.is(RetryInfo.class)) {
        com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
        retryDelay = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
      }
    }

    private static ErrorReason reasonOf(String name) {
      try {
        return ErrorReason.valueOf(PREFIX + name);
      } catch (IllegalArgumentException unknown) {
        return ErrorReason.UNRECOGNIZED;
      }
    }
  }
}
