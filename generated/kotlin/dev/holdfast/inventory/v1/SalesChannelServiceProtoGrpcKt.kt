package dev.holdfast.inventory.v1

import dev.holdfast.inventory.v1.SalesChannelServiceGrpc.getServiceDescriptor
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
 * holdfast.inventory.v1.SalesChannelService.
 */
public object SalesChannelServiceGrpcKt {
  public const val SERVICE_NAME: String = SalesChannelServiceGrpc.SERVICE_NAME

  @JvmStatic
  public val serviceDescriptor: ServiceDescriptor
    get() = getServiceDescriptor()

  public val createSalesChannelMethod:
      MethodDescriptor<CreateSalesChannelRequest, CreateSalesChannelResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getCreateSalesChannelMethod()

  public val getSalesChannelMethod:
      MethodDescriptor<GetSalesChannelRequest, GetSalesChannelResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getGetSalesChannelMethod()

  public val listSalesChannelsMethod:
      MethodDescriptor<ListSalesChannelsRequest, ListSalesChannelsResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getListSalesChannelsMethod()

  public val updateSalesChannelMethod:
      MethodDescriptor<UpdateSalesChannelRequest, UpdateSalesChannelResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getUpdateSalesChannelMethod()

  public val deleteSalesChannelMethod:
      MethodDescriptor<DeleteSalesChannelRequest, DeleteSalesChannelResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getDeleteSalesChannelMethod()

  public val undeleteSalesChannelMethod:
      MethodDescriptor<UndeleteSalesChannelRequest, UndeleteSalesChannelResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getUndeleteSalesChannelMethod()

  public val linkStockLocationsMethod:
      MethodDescriptor<LinkStockLocationsRequest, LinkStockLocationsResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getLinkStockLocationsMethod()

  public val unlinkStockLocationsMethod:
      MethodDescriptor<UnlinkStockLocationsRequest, UnlinkStockLocationsResponse>
    @JvmStatic
    get() = SalesChannelServiceGrpc.getUnlinkStockLocationsMethod()

  /**
   * A stub for issuing RPCs to a(n) holdfast.inventory.v1.SalesChannelService service as suspending
   * coroutines.
   */
  @StubFor(SalesChannelServiceGrpc::class)
  public class SalesChannelServiceCoroutineStub @JvmOverloads constructor(
    channel: Channel,
    callOptions: CallOptions = DEFAULT,
  ) : AbstractCoroutineStub<SalesChannelServiceCoroutineStub>(channel, callOptions) {
    override fun build(channel: Channel, callOptions: CallOptions): SalesChannelServiceCoroutineStub
        = SalesChannelServiceCoroutineStub(channel, callOptions)

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
    public suspend fun createSalesChannel(request: CreateSalesChannelRequest, headers: Metadata =
        Metadata()): CreateSalesChannelResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getCreateSalesChannelMethod(),
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
    public suspend fun getSalesChannel(request: GetSalesChannelRequest, headers: Metadata =
        Metadata()): GetSalesChannelResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getGetSalesChannelMethod(),
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
    public suspend fun listSalesChannels(request: ListSalesChannelsRequest, headers: Metadata =
        Metadata()): ListSalesChannelsResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getListSalesChannelsMethod(),
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
    public suspend fun updateSalesChannel(request: UpdateSalesChannelRequest, headers: Metadata =
        Metadata()): UpdateSalesChannelResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getUpdateSalesChannelMethod(),
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
    public suspend fun deleteSalesChannel(request: DeleteSalesChannelRequest, headers: Metadata =
        Metadata()): DeleteSalesChannelResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getDeleteSalesChannelMethod(),
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
    public suspend fun undeleteSalesChannel(request: UndeleteSalesChannelRequest, headers: Metadata
        = Metadata()): UndeleteSalesChannelResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getUndeleteSalesChannelMethod(),
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
    public suspend fun linkStockLocations(request: LinkStockLocationsRequest, headers: Metadata =
        Metadata()): LinkStockLocationsResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getLinkStockLocationsMethod(),
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
    public suspend fun unlinkStockLocations(request: UnlinkStockLocationsRequest, headers: Metadata
        = Metadata()): UnlinkStockLocationsResponse = unaryRpc(
      channel,
      SalesChannelServiceGrpc.getUnlinkStockLocationsMethod(),
      request,
      callOptions,
      headers
    )
  }

  /**
   * Skeletal implementation of the holdfast.inventory.v1.SalesChannelService service based on
   * Kotlin coroutines.
   */
  public abstract class SalesChannelServiceCoroutineImplBase(
    coroutineContext: CoroutineContext = EmptyCoroutineContext,
  ) : AbstractCoroutineServerImpl(coroutineContext) {
    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.CreateSalesChannel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun createSalesChannel(request: CreateSalesChannelRequest):
        CreateSalesChannelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.CreateSalesChannel is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.SalesChannelService.GetSalesChannel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getSalesChannel(request: GetSalesChannelRequest):
        GetSalesChannelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.GetSalesChannel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.ListSalesChannels.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun listSalesChannels(request: ListSalesChannelsRequest):
        ListSalesChannelsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.ListSalesChannels is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.UpdateSalesChannel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun updateSalesChannel(request: UpdateSalesChannelRequest):
        UpdateSalesChannelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.UpdateSalesChannel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.DeleteSalesChannel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun deleteSalesChannel(request: DeleteSalesChannelRequest):
        DeleteSalesChannelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.DeleteSalesChannel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.UndeleteSalesChannel.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun undeleteSalesChannel(request: UndeleteSalesChannelRequest):
        UndeleteSalesChannelResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.UndeleteSalesChannel is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.LinkStockLocations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun linkStockLocations(request: LinkStockLocationsRequest):
        LinkStockLocationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.LinkStockLocations is unimplemented"))

    /**
     * Returns the response to an RPC for
     * holdfast.inventory.v1.SalesChannelService.UnlinkStockLocations.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun unlinkStockLocations(request: UnlinkStockLocationsRequest):
        UnlinkStockLocationsResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.SalesChannelService.UnlinkStockLocations is unimplemented"))

    final override fun bindService(): ServerServiceDefinition = builder(getServiceDescriptor())
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getCreateSalesChannelMethod(),
      implementation = ::createSalesChannel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getGetSalesChannelMethod(),
      implementation = ::getSalesChannel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getListSalesChannelsMethod(),
      implementation = ::listSalesChannels
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getUpdateSalesChannelMethod(),
      implementation = ::updateSalesChannel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getDeleteSalesChannelMethod(),
      implementation = ::deleteSalesChannel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getUndeleteSalesChannelMethod(),
      implementation = ::undeleteSalesChannel
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getLinkStockLocationsMethod(),
      implementation = ::linkStockLocations
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = SalesChannelServiceGrpc.getUnlinkStockLocationsMethod(),
      implementation = ::unlinkStockLocations
    )).build()
  }
}
