package dev.holdfast.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a List RPC over all its pages. A page is asked for when its first row is; each iteration begins anew.
 * Iterating throws {@link HoldfastException}.
 *
 * @param <R> the response
 * @param <T> the row
 */
public final class Pages<R extends Message, T> implements Iterable<T> {
  private static final String TOKEN = "page_token";
  private static final String NEXT = "next_page_token";

  private final Function<Message, R> method;
  private final Message first;
  private final Function<? super R, ? extends List<T>> rows;

  private Pages(Function<Message, R> method, Message first, Function<? super R, ? extends List<T>> rows) {
    this.method = method;
    this.first = first;
    this.rows = rows;
  }

  /**
   * The rows that a method lists.
   *
   * @param method of a blocking stub, such as {@code client.inventory()::listInventoryItems}
   * @param request the filter, the order and the page size
   * @param rows takes the rows out of a response, such as {@code ListInventoryItemsResponse::getItemsList}
   */
  @SuppressWarnings("unchecked")
  public static <Q extends Message, R extends Message, T> Pages<R, T> of(
      Function<? super Q, ? extends R> method, Q request, Function<? super R, ? extends List<T>> rows) {
    if (request.getDescriptorForType().findFieldByName(TOKEN) == null) {
      throw new IllegalArgumentException(request.getDescriptorForType().getName() + " has no pages");
    }
    return new Pages<>(message -> method.apply((Q) message), request, rows);
  }

  @Override
  public Iterator<T> iterator() {
    Iterator<R> pages = responses().iterator();
    return new Iterator<T>() {
      private Iterator<T> page = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        // A page may be empty and not the last.
        while (!page.hasNext() && pages.hasNext()) {
          page = rows.apply(pages.next()).iterator();
        }
        return page.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return page.next();
      }
    };
  }

  /** The rows as a stream. */
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /** The responses, for what they say besides the rows: the {@code cursor} at which to start a watch, say. */
  public Iterable<R> responses() {
    return Responses::new;
  }

  private final class Responses implements Iterator<R> {
    private Message request = first;

    @Override
    public boolean hasNext() {
      return request != null;
    }

    @Override
    public R next() {
      if (request == null) {
        throw new NoSuchElementException();
      }
      R page;
      try {
        page = method.apply(request);
      } catch (StatusRuntimeException refused) {
        throw HoldfastException.from(refused);
      }
      String token = (String) page.getField(page.getDescriptorForType().findFieldByName(NEXT));
      FieldDescriptor field = request.getDescriptorForType().findFieldByName(TOKEN);
      request = token.isEmpty() ? null : request.toBuilder().setField(field, token).build();
      return page;
    }
  }
}
