package dev.holdfast.inventory.v1

import dev.holdfast.inventory.v1.AdminServiceGrpc.getServiceDescriptor
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
 * Holder for Kotlin coroutine-based client and server APIs for holdfast.inventory.v1.AdminService.
 */
public object AdminServiceGrpcKt {
  public const val SERVICE_NAME: String = AdminServiceGrpc.SERVICE_NAME

  @JvmStatic
  public val serviceDescriptor: ServiceDescriptor
    get() = getServiceDescriptor()

  public val getServerInfoMethod: MethodDescriptor<GetServerInfoRequest, GetServerInfoResponse>
    @JvmStatic
    get() = AdminServiceGrpc.getGetServerInfoMethod()

  public val verifyLedgerMethod: MethodDescriptor<VerifyLedgerRequest, VerifyLedgerResponse>
    @JvmStatic
    get() = AdminServiceGrpc.getVerifyLedgerMethod()

  /**
   * A stub for issuing RPCs to a(n) holdfast.inventory.v1.AdminService service as suspending
   * coroutines.
   */
  @StubFor(AdminServiceGrpc::class)
  public class AdminServiceCoroutineStub @JvmOverloads constructor(
    channel: Channel,
    callOptions: CallOptions = DEFAULT,
  ) : AbstractCoroutineStub<AdminServiceCoroutineStub>(channel, callOptions) {
    override fun build(channel: Channel, callOptions: CallOptions): AdminServiceCoroutineStub =
        AdminServiceCoroutineStub(channel, callOptions)

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
    public suspend fun getServerInfo(request: GetServerInfoRequest, headers: Metadata = Metadata()):
        GetServerInfoResponse = unaryRpc(
      channel,
      AdminServiceGrpc.getGetServerInfoMethod(),
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
    public suspend fun verifyLedger(request: VerifyLedgerRequest, headers: Metadata = Metadata()):
        VerifyLedgerResponse = unaryRpc(
      channel,
      AdminServiceGrpc.getVerifyLedgerMethod(),
      request,
      callOptions,
      headers
    )
  }

  /**
   * Skeletal implementation of the holdfast.inventory.v1.AdminService service based on Kotlin
   * coroutines.
   */
  public abstract class AdminServiceCoroutineImplBase(
    coroutineContext: CoroutineContext = EmptyCoroutineContext,
  ) : AbstractCoroutineServerImpl(coroutineContext) {
    /**
     * Returns the response to an RPC for holdfast.inventory.v1.AdminService.GetServerInfo.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun getServerInfo(request: GetServerInfoRequest): GetServerInfoResponse =
        throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.AdminService.GetServerInfo is unimplemented"))

    /**
     * Returns the response to an RPC for holdfast.inventory.v1.AdminService.VerifyLedger.
     *
     * If this method fails with a [StatusException], the RPC will fail with the corresponding
     * [io.grpc.Status].  If this method fails with a [java.util.concurrent.CancellationException],
     * the RPC will fail
     * with status `Status.CANCELLED`.  If this method fails for any other reason, the RPC will
     * fail with `Status.UNKNOWN` with the exception as a cause.
     *
     * @param request The request from the client.
     */
    public open suspend fun verifyLedger(request: VerifyLedgerRequest): VerifyLedgerResponse = throw
        StatusException(UNIMPLEMENTED.withDescription("Method holdfast.inventory.v1.AdminService.VerifyLedger is unimplemented"))

    final override fun bindService(): ServerServiceDefinition = builder(getServiceDescriptor())
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = AdminServiceGrpc.getGetServerInfoMethod(),
      implementation = ::getServerInfo
    ))
      .addMethod(unaryServerMethodDefinition(
      context = this.context,
      descriptor = AdminServiceGrpc.getVerifyLedgerMethod(),
      implementation = ::verifyLedger
    )).build()
  }
}
