package dev.holdfast.inventory.v1

import dev.holdfast.inventory.v1.CatalogServiceGrpc.getServiceDescriptor
import io.grpc.CallOptions
import io.grpc.CallOptions.DEFAULT
import io.grpc.Channel
import io.grpc.Metadata
import io.grpc.MethodDescriptor
import io.grpc.ServerServiceDefinition
import io.grpc.ServerServiceDefinition.builder
import io.grpc.ServiceDescriptor
import io.grpc.Status.UNIMPLEMENTED
import io.grpc.StatusException
import io.grpc.kotlin.AbstractCoroutineServerImpl
import io.grpc.kotlin.AbstractCoroutineStub
import io.grpc.kotlin.ClientCalls.unaryRpc
import io.grpc.kotlin.ServerCalls.unaryServerMethodDefinition
import io.grpc.kotlin.StubFor
import kotlin.String
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * Holder for Kotlin coroutine-based client and server APIs for
 * holdfast.inventory.v1.CatalogService.
 */
public object CatalogServiceGrpcKt {
  public const val SERVICE_NAME: String = CatalogServiceGrpc.SERVICE_NAME

  @JvmStatic
  public val serviceDescriptor: ServiceDescriptor
    get() = getServiceDescriptor()

  public val upsertProductVariantMethod:
      MethodDescriptor<UpsertProductVariantRequest, UpsertProductVariantResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getUpsertProductVariantMethod()

  public val getProductVariantMethod:
      MethodDescriptor<GetProductVariantRequest, GetProductVariantResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getGetProductVariantMethod()

  public val batchGetProductVariantsMethod:
      MethodDescriptor<BatchGetProductVariantsRequest, BatchGetProductVariantsResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getBatchGetProductVariantsMethod()

  public val listProductVariantsMethod:
      MethodDescriptor<ListProductVariantsRequest, ListProductVariantsResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getListProductVariantsMethod()

  public val deleteProductVariantMethod:
      MethodDescriptor<DeleteProductVariantRequest, DeleteProductVariantResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getDeleteProductVariantMethod()

  public val undeleteProductVariantMethod:
      MethodDescriptor<UndeleteProductVariantRequest, UndeleteProductVariantResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getUndeleteProductVariantMethod()

  public val getVariantAvailabilityMethod:
      MethodDescriptor<GetVariantAvailabilityRequest, GetVariantAvailabilityResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getGetVariantAvailabilityMethod()

  public val batchGetVariantAvailabilityMethod:
      MethodDescriptor<BatchGetVariantAvailabilityRequest, BatchGetVariantAvailabilityResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod()

  public val subscribeRestockMethod:
      MethodDescriptor<SubscribeRestockRequest, SubscribeRestockResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getSubscribeRestockMethod()

  public val listRestockSubscriptionsMethod:
      MethodDescriptor<ListRestockSubscriptionsRequest, ListRestockSubscriptionsResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getListRestockSubscriptionsMethod()

  public val deleteRestockSubscriptionMethod:
      MethodDescriptor<DeleteRestockSubscriptionRequest, DeleteRestockSubscriptionResponse>
    @JvmStatic
    get() = CatalogServiceGrpc.getDeleteRestockSubscriptionMethod()

  /**
   * A stub for issuing RPCs to a(n) holdfast.inventory.v1.CatalogService service as suspending
   * coroutines.
   */
  @StubFor(CatalogServiceGrpc::class)
  public class CatalogServiceCoroutineStub @JvmOverloads constructor(
    channel: Channel,
    callOptions: CallOptions = DEFAULT,
  ) : AbstractCoroutineStub<CatalogServiceCoroutineStub>(channel, callOptions) {
    override fun build(channel: Channel, callOptions: CallOptions): CatalogServiceCoroutineStub =
        CatalogServiceCoroutineStub(channel, callOptions)

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun upsertProductVariant(request: UpsertProductVariantRequest, headers: Metadata
        = Metadata()): UpsertProductVariantResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getUpsertProductVariantMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getProductVariant(request: GetProductVariantRequest, headers: Metadata =
        Metadata()): GetProductVariantResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getGetProductVariantMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetProductVariants(request: BatchGetProductVariantsRequest,
        headers: Metadata = Metadata()): BatchGetProductVariantsResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getBatchGetProductVariantsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listProductVariants(request: ListProductVariantsRequest, headers: Metadata =
        Metadata()): ListProductVariantsResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getListProductVariantsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun deleteProductVariant(request: DeleteProductVariantRequest, headers: Metadata
        = Metadata()): DeleteProductVariantResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getDeleteProductVariantMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun undeleteProductVariant(request: UndeleteProductVariantRequest,
        headers: Metadata = Metadata()): UndeleteProductVariantResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getUndeleteProductVariantMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun getVariantAvailability(request: GetVariantAvailabilityRequest,
        headers: Metadata = Metadata()): GetVariantAvailabilityResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getGetVariantAvailabilityMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun batchGetVariantAvailability(request: BatchGetVariantAvailabilityRequest,
        headers: Metadata = Metadata()): BatchGetVariantAvailabilityResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun subscribeRestock(request: SubscribeRestockRequest, headers: Metadata =
        Metadata()): SubscribeRestockResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getSubscribeRestockMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun listRestockSubscriptions(request: ListRestockSubscriptionsRequest,
        headers: Metadata = Metadata()): ListRestockSubscriptionsResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getListRestockSubscriptionsMethod(),
      request,
      callOptions,
      headers
    )

    /**
     * Executes this RPC and returns the response message, suspending until the RPC completes
     * with [`Status.OK`][io.grpc.Status].  If the RPC completes with another status, a
     * corresponding
     * [StatusException] is thrown.  If this coroutine is cancelled, the RPC is also cancelled
     * with the corresponding exception as a cause.
     *
     * @param request The request message to send to the server.
     *
     * @param headers Metadata to attach to the request.  Most users will not need this.
     *
     * @return The single response from the server.
     */
    public suspend fun deleteRestockSubscription(request: DeleteRestockSubscriptionRequest,
        headers: Metadata = Metadata()): DeleteRestockSubscriptionResponse = unaryRpc(
      channel,
      CatalogServiceGrpc.getDeleteRestockSubscriptionMethod(),
      request,
      callOptions,
      headers
    )
  }

  /**
   * Skeletal implementation of the holdfast.inventory.v1.CatalogService service based on Kotlin
   * coroutines.
   */
  public abstract class CatalogServiceCoroutineImplBase(
    coroutineContext: CoroutineContext = EmptyCoroutineContext,
  ) : AbstractCoroutineServerImpl(coroutineContext) {
    /**
     * Returns the response to an RPC for holdfast.inventory.v1.CatalogService.UpsertProductVariant.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun upsertProductVariant(request: UpsertProductVariantRequest):
        UpsertProductVariantResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.UpsertProductVariant is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.CatalogService.GetProductVariant.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getProductVariant(request: GetProductVariantRequest):
        GetProductVariantResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.GetProductVariant is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.BatchGetProductVariants.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun batchGetProductVariants(request: BatchGetProductVariantsRequest):
        BatchGetProductVariantsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.BatchGetProductVariants is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.CatalogService.ListProductVariants.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listProductVariants(request: ListProductVariantsRequest):
        ListProductVariantsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.ListProductVariants is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.CatalogService.DeleteProductVariant.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteProductVariant(request: DeleteProductVariantRequest):
        DeleteProductVariantResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.DeleteProductVariant is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.UndeleteProductVariant.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun undeleteProductVariant(request: UndeleteProductVariantRequest):
        UndeleteProductVariantResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.UndeleteProductVariant is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.GetVariantAvailability.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getVariantAvailability(request: GetVariantAvailabilityRequest):
        GetVariantAvailabilityResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.GetVariantAvailability is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.BatchGetVariantAvailability.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend
        fun batchGetVariantAvailability(request: BatchGetVariantAvailabilityRequest):
        BatchGetVariantAvailabilityResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.BatchGetVariantAvailability is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.CatalogService.SubscribeRestock.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun subscribeRestock(request: SubscribeRestockRequest):
        SubscribeRestockResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.SubscribeRestock is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.ListRestockSubscriptions.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listRestockSubscriptions(request: ListRestockSubscriptionsRequest):
        ListRestockSubscriptionsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.ListRestockSubscriptions is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.CatalogService.DeleteRestockSubscription.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteRestockSubscription(request: DeleteRestockSubscriptionRequest):
        DeleteRestockSubscriptionResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.CatalogService.DeleteRestockSubscription is unimplemented"))

    final override fun bindService(): ServerServiceDefinition = builder(getServiceDescriptor())
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getUpsertProductVariantMethod(),
      implementation = ::upsertProductVariant
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getGetProductVariantMethod(),
      implementation = ::getProductVariant
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getBatchGetProductVariantsMethod(),
      implementation = ::batchGetProductVariants
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getListProductVariantsMethod(),
      implementation = ::listProductVariants
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getDeleteProductVariantMethod(),
      implementation = ::deleteProductVariant
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getUndeleteProductVariantMethod(),
      implementation = ::undeleteProductVariant
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getGetVariantAvailabilityMethod(),
      implementation = ::getVariantAvailability
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod(),
      implementation = ::batchGetVariantAvailability
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getSubscribeRestockMethod(),
      implementation = ::subscribeRestock
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getListRestockSubscriptionsMethod(),
      implementation = ::listRestockSubscriptions
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = CatalogServiceGrpc.getDeleteRestockSubscriptionMethod(),
      implementation = ::deleteRestockSubscription
    )).build()
  }
}
