import type { CallOptions } from "@connectrpc/connect";

/**
 * The pages of a list, the first as the request says and then as far as there are more.
 *
 *     for await (const page of pages(holdfast.inventory.listInventoryItems, {})) { … page.items … }
 */
export async function* pages<Q extends { pageToken?: string }, R extends { nextPageToken: string }>(
  method: (request: Q, options?: CallOptions) => Promise<R>,
  request: Q,
  options?: CallOptions,
): AsyncGenerator<R, void, undefined> {
  let asked = request;
  for (;;) {
    const page = await method(asked, options);
    yield page;
    if (page.nextPageToken === "") return;
    // A copy, of a message as well as of a plain object: the caller's stays as it is.
    asked = Object.assign(Object.create(Object.getPrototypeOf(request)), request, { pageToken: page.nextPageToken });
  }
}
