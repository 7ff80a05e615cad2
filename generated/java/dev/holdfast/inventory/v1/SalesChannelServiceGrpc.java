package dev.holdfast.inventory.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Shops, marketplaces, regions: each is linked to the locations that serve it.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class SalesChannelServiceGrpc {

  private SalesChannelServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "holdfast.inventory.v1.SalesChannelService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateSalesChannelRequest,
      dev.holdfast.inventory.v1.CreateSalesChannelResponse> getCreateSalesChannelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateSalesChannel",
      requestType = dev.holdfast.inventory.v1.CreateSalesChannelRequest.class,
      responseType = dev.holdfast.inventory.v1.CreateSalesChannelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateSalesChannelRequest,
      dev.holdfast.inventory.v1.CreateSalesChannelResponse> getCreateSalesChannelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateSalesChannelRequest, dev.holdfast.inventory.v1.CreateSalesChannelResponse> getCreateSalesChannelMethod;
    if ((getCreateSalesChannelMethod = SalesChannelServiceGrpc.getCreateSalesChannelMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getCreateSalesChannelMethod = SalesChannelServiceGrpc.getCreateSalesChannelMethod) == null) {
          SalesChannelServiceGrpc.getCreateSalesChannelMethod = getCreateSalesChannelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.CreateSalesChannelRequest, dev.holdfast.inventory.v1.CreateSalesChannelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateSalesChannel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateSalesChannelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateSalesChannelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("CreateSalesChannel"))
              .build();
        }
      }
    }
    return getCreateSalesChannelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetSalesChannelRequest,
      dev.holdfast.inventory.v1.GetSalesChannelResponse> getGetSalesChannelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetSalesChannel",
      requestType = dev.holdfast.inventory.v1.GetSalesChannelRequest.class,
      responseType = dev.holdfast.inventory.v1.GetSalesChannelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetSalesChannelRequest,
      dev.holdfast.inventory.v1.GetSalesChannelResponse> getGetSalesChannelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetSalesChannelRequest, dev.holdfast.inventory.v1.GetSalesChannelResponse> getGetSalesChannelMethod;
    if ((getGetSalesChannelMethod = SalesChannelServiceGrpc.getGetSalesChannelMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getGetSalesChannelMethod = SalesChannelServiceGrpc.getGetSalesChannelMethod) == null) {
          SalesChannelServiceGrpc.getGetSalesChannelMethod = getGetSalesChannelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetSalesChannelRequest, dev.holdfast.inventory.v1.GetSalesChannelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetSalesChannel"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetSalesChannelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetSalesChannelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("GetSalesChannel"))
              .build();
        }
      }
    }
    return getGetSalesChannelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListSalesChannelsRequest,
      dev.holdfast.inventory.v1.ListSalesChannelsResponse> getListSalesChannelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListSalesChannels",
      requestType = dev.holdfast.inventory.v1.ListSalesChannelsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListSalesChannelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListSalesChannelsRequest,
      dev.holdfast.inventory.v1.ListSalesChannelsResponse> getListSalesChannelsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListSalesChannelsRequest, dev.holdfast.inventory.v1.ListSalesChannelsResponse> getListSalesChannelsMethod;
    if ((getListSalesChannelsMethod = SalesChannelServiceGrpc.getListSalesChannelsMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getListSalesChannelsMethod = SalesChannelServiceGrpc.getListSalesChannelsMethod) == null) {
          SalesChannelServiceGrpc.getListSalesChannelsMethod = getListSalesChannelsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListSalesChannelsRequest, dev.holdfast.inventory.v1.ListSalesChannelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListSalesChannels"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListSalesChannelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListSalesChannelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("ListSalesChannels"))
              .build();
        }
      }
    }
    return getListSalesChannelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateSalesChannelRequest,
      dev.holdfast.inventory.v1.UpdateSalesChannelResponse> getUpdateSalesChannelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateSalesChannel",
      requestType = dev.holdfast.inventory.v1.UpdateSalesChannelRequest.class,
      responseType = dev.holdfast.inventory.v1.UpdateSalesChannelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateSalesChannelRequest,
      dev.holdfast.inventory.v1.UpdateSalesChannelResponse> getUpdateSalesChannelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateSalesChannelRequest, dev.holdfast.inventory.v1.UpdateSalesChannelResponse> getUpdateSalesChannelMethod;
    if ((getUpdateSalesChannelMethod = SalesChannelServiceGrpc.getUpdateSalesChannelMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getUpdateSalesChannelMethod = SalesChannelServiceGrpc.getUpdateSalesChannelMethod) == null) {
          SalesChannelServiceGrpc.getUpdateSalesChannelMethod = getUpdateSalesChannelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpdateSalesChannelRequest, dev.holdfast.inventory.v1.UpdateSalesChannelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateSalesChannel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateSalesChannelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateSalesChannelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("UpdateSalesChannel"))
              .build();
        }
      }
    }
    return getUpdateSalesChannelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteSalesChannelRequest,
      dev.holdfast.inventory.v1.DeleteSalesChannelResponse> getDeleteSalesChannelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteSalesChannel",
      requestType = dev.holdfast.inventory.v1.DeleteSalesChannelRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteSalesChannelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteSalesChannelRequest,
      dev.holdfast.inventory.v1.DeleteSalesChannelResponse> getDeleteSalesChannelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteSalesChannelRequest, dev.holdfast.inventory.v1.DeleteSalesChannelResponse> getDeleteSalesChannelMethod;
    if ((getDeleteSalesChannelMethod = SalesChannelServiceGrpc.getDeleteSalesChannelMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getDeleteSalesChannelMethod = SalesChannelServiceGrpc.getDeleteSalesChannelMethod) == null) {
          SalesChannelServiceGrpc.getDeleteSalesChannelMethod = getDeleteSalesChannelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteSalesChannelRequest, dev.holdfast.inventory.v1.DeleteSalesChannelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteSalesChannel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteSalesChannelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteSalesChannelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("DeleteSalesChannel"))
              .build();
        }
      }
    }
    return getDeleteSalesChannelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteSalesChannelRequest,
      dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> getUndeleteSalesChannelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UndeleteSalesChannel",
      requestType = dev.holdfast.inventory.v1.UndeleteSalesChannelRequest.class,
      responseType = dev.holdfast.inventory.v1.UndeleteSalesChannelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteSalesChannelRequest,
      dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> getUndeleteSalesChannelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteSalesChannelRequest, dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> getUndeleteSalesChannelMethod;
    if ((getUndeleteSalesChannelMethod = SalesChannelServiceGrpc.getUndeleteSalesChannelMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getUndeleteSalesChannelMethod = SalesChannelServiceGrpc.getUndeleteSalesChannelMethod) == null) {
          SalesChannelServiceGrpc.getUndeleteSalesChannelMethod = getUndeleteSalesChannelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UndeleteSalesChannelRequest, dev.holdfast.inventory.v1.UndeleteSalesChannelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UndeleteSalesChannel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteSalesChannelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteSalesChannelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("UndeleteSalesChannel"))
              .build();
        }
      }
    }
    return getUndeleteSalesChannelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.LinkStockLocationsRequest,
      dev.holdfast.inventory.v1.LinkStockLocationsResponse> getLinkStockLocationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "LinkStockLocations",
      requestType = dev.holdfast.inventory.v1.LinkStockLocationsRequest.class,
      responseType = dev.holdfast.inventory.v1.LinkStockLocationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.LinkStockLocationsRequest,
      dev.holdfast.inventory.v1.LinkStockLocationsResponse> getLinkStockLocationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.LinkStockLocationsRequest, dev.holdfast.inventory.v1.LinkStockLocationsResponse> getLinkStockLocationsMethod;
    if ((getLinkStockLocationsMethod = SalesChannelServiceGrpc.getLinkStockLocationsMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getLinkStockLocationsMethod = SalesChannelServiceGrpc.getLinkStockLocationsMethod) == null) {
          SalesChannelServiceGrpc.getLinkStockLocationsMethod = getLinkStockLocationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.LinkStockLocationsRequest, dev.holdfast.inventory.v1.LinkStockLocationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "LinkStockLocations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.LinkStockLocationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.LinkStockLocationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("LinkStockLocations"))
              .build();
        }
      }
    }
    return getLinkStockLocationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UnlinkStockLocationsRequest,
      dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> getUnlinkStockLocationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UnlinkStockLocations",
      requestType = dev.holdfast.inventory.v1.UnlinkStockLocationsRequest.class,
      responseType = dev.holdfast.inventory.v1.UnlinkStockLocationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UnlinkStockLocationsRequest,
      dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> getUnlinkStockLocationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UnlinkStockLocationsRequest, dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> getUnlinkStockLocationsMethod;
    if ((getUnlinkStockLocationsMethod = SalesChannelServiceGrpc.getUnlinkStockLocationsMethod) == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        if ((getUnlinkStockLocationsMethod = SalesChannelServiceGrpc.getUnlinkStockLocationsMethod) == null) {
          SalesChannelServiceGrpc.getUnlinkStockLocationsMethod = getUnlinkStockLocationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UnlinkStockLocationsRequest, dev.holdfast.inventory.v1.UnlinkStockLocationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UnlinkStockLocations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UnlinkStockLocationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UnlinkStockLocationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SalesChannelServiceMethodDescriptorSupplier("UnlinkStockLocations"))
              .build();
        }
      }
    }
    return getUnlinkStockLocationsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SalesChannelServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceStub>() {
        @java.lang.Override
        public SalesChannelServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SalesChannelServiceStub(channel, callOptions);
        }
      };
    return SalesChannelServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static SalesChannelServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceBlockingV2Stub>() {
        @java.lang.Override
        public SalesChannelServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SalesChannelServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return SalesChannelServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SalesChannelServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceBlockingStub>() {
        @java.lang.Override
        public SalesChannelServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SalesChannelServiceBlockingStub(channel, callOptions);
        }
      };
    return SalesChannelServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SalesChannelServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SalesChannelServiceFutureStub>() {
        @java.lang.Override
        public SalesChannelServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SalesChannelServiceFutureStub(channel, callOptions);
        }
      };
    return SalesChannelServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a channel. RESOURCE_EXISTS.
     * </pre>
     */
    default void createSalesChannel(dev.holdfast.inventory.v1.CreateSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateSalesChannelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateSalesChannelMethod(), responseObserver);
    }

    /**
     * <pre>
     * One channel. RESOURCE_NOT_FOUND.
     * </pre>
     */
    default void getSalesChannel(dev.holdfast.inventory.v1.GetSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetSalesChannelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetSalesChannelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Channels, page by page.
     * </pre>
     */
    default void listSalesChannels(dev.holdfast.inventory.v1.ListSalesChannelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListSalesChannelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListSalesChannelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of a channel. ETAG_MISMATCH.
     * </pre>
     */
    default void updateSalesChannel(dev.holdfast.inventory.v1.UpdateSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateSalesChannelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateSalesChannelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a channel, until it is undeleted.
     * </pre>
     */
    default void deleteSalesChannel(dev.holdfast.inventory.v1.DeleteSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteSalesChannelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteSalesChannelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted channel back.
     * </pre>
     */
    default void undeleteSalesChannel(dev.holdfast.inventory.v1.UndeleteSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndeleteSalesChannelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * </pre>
     */
    default void linkStockLocations(dev.holdfast.inventory.v1.LinkStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.LinkStockLocationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getLinkStockLocationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * </pre>
     */
    default void unlinkStockLocations(dev.holdfast.inventory.v1.UnlinkStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUnlinkStockLocationsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service SalesChannelService.
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public static abstract class SalesChannelServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return SalesChannelServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service SalesChannelService.
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public static final class SalesChannelServiceStub
      extends io.grpc.stub.AbstractAsyncStub<SalesChannelServiceStub> {
    private SalesChannelServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SalesChannelServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SalesChannelServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a channel. RESOURCE_EXISTS.
     * </pre>
     */
    public void createSalesChannel(dev.holdfast.inventory.v1.CreateSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateSalesChannelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateSalesChannelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One channel. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public void getSalesChannel(dev.holdfast.inventory.v1.GetSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetSalesChannelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetSalesChannelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Channels, page by page.
     * </pre>
     */
    public void listSalesChannels(dev.holdfast.inventory.v1.ListSalesChannelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListSalesChannelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListSalesChannelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of a channel. ETAG_MISMATCH.
     * </pre>
     */
    public void updateSalesChannel(dev.holdfast.inventory.v1.UpdateSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateSalesChannelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateSalesChannelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a channel, until it is undeleted.
     * </pre>
     */
    public void deleteSalesChannel(dev.holdfast.inventory.v1.DeleteSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteSalesChannelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteSalesChannelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted channel back.
     * </pre>
     */
    public void undeleteSalesChannel(dev.holdfast.inventory.v1.UndeleteSalesChannelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndeleteSalesChannelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * </pre>
     */
    public void linkStockLocations(dev.holdfast.inventory.v1.LinkStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.LinkStockLocationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getLinkStockLocationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * </pre>
     */
    public void unlinkStockLocations(dev.holdfast.inventory.v1.UnlinkStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUnlinkStockLocationsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service SalesChannelService.
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public static final class SalesChannelServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<SalesChannelServiceBlockingV2Stub> {
    private SalesChannelServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SalesChannelServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SalesChannelServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a channel. RESOURCE_EXISTS.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateSalesChannelResponse createSalesChannel(dev.holdfast.inventory.v1.CreateSalesChannelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One channel. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetSalesChannelResponse getSalesChannel(dev.holdfast.inventory.v1.GetSalesChannelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Channels, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListSalesChannelsResponse listSalesChannels(dev.holdfast.inventory.v1.ListSalesChannelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListSalesChannelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of a channel. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateSalesChannelResponse updateSalesChannel(dev.holdfast.inventory.v1.UpdateSalesChannelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a channel, until it is undeleted.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteSalesChannelResponse deleteSalesChannel(dev.holdfast.inventory.v1.DeleteSalesChannelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted channel back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteSalesChannelResponse undeleteSalesChannel(dev.holdfast.inventory.v1.UndeleteSalesChannelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUndeleteSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * </pre>
     */
    public dev.holdfast.inventory.v1.LinkStockLocationsResponse linkStockLocations(dev.holdfast.inventory.v1.LinkStockLocationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getLinkStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UnlinkStockLocationsResponse unlinkStockLocations(dev.holdfast.inventory.v1.UnlinkStockLocationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUnlinkStockLocationsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service SalesChannelService.
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public static final class SalesChannelServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<SalesChannelServiceBlockingStub> {
    private SalesChannelServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SalesChannelServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SalesChannelServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a channel. RESOURCE_EXISTS.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateSalesChannelResponse createSalesChannel(dev.holdfast.inventory.v1.CreateSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One channel. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetSalesChannelResponse getSalesChannel(dev.holdfast.inventory.v1.GetSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Channels, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListSalesChannelsResponse listSalesChannels(dev.holdfast.inventory.v1.ListSalesChannelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListSalesChannelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of a channel. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateSalesChannelResponse updateSalesChannel(dev.holdfast.inventory.v1.UpdateSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a channel, until it is undeleted.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteSalesChannelResponse deleteSalesChannel(dev.holdfast.inventory.v1.DeleteSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted channel back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteSalesChannelResponse undeleteSalesChannel(dev.holdfast.inventory.v1.UndeleteSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndeleteSalesChannelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * </pre>
     */
    public dev.holdfast.inventory.v1.LinkStockLocationsResponse linkStockLocations(dev.holdfast.inventory.v1.LinkStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getLinkStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UnlinkStockLocationsResponse unlinkStockLocations(dev.holdfast.inventory.v1.UnlinkStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUnlinkStockLocationsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service SalesChannelService.
   * <pre>
   * Shops, marketplaces, regions: each is linked to the locations that serve it.
   * </pre>
   */
  public static final class SalesChannelServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<SalesChannelServiceFutureStub> {
    private SalesChannelServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SalesChannelServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SalesChannelServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a channel. RESOURCE_EXISTS.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.CreateSalesChannelResponse> createSalesChannel(
        dev.holdfast.inventory.v1.CreateSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateSalesChannelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One channel. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetSalesChannelResponse> getSalesChannel(
        dev.holdfast.inventory.v1.GetSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetSalesChannelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Channels, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListSalesChannelsResponse> listSalesChannels(
        dev.holdfast.inventory.v1.ListSalesChannelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListSalesChannelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes some fields of a channel. ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpdateSalesChannelResponse> updateSalesChannel(
        dev.holdfast.inventory.v1.UpdateSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateSalesChannelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a channel, until it is undeleted.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteSalesChannelResponse> deleteSalesChannel(
        dev.holdfast.inventory.v1.DeleteSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteSalesChannelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Brings a deleted channel back.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UndeleteSalesChannelResponse> undeleteSalesChannel(
        dev.holdfast.inventory.v1.UndeleteSalesChannelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndeleteSalesChannelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.LinkStockLocationsResponse> linkStockLocations(
        dev.holdfast.inventory.v1.LinkStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getLinkStockLocationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UnlinkStockLocationsResponse> unlinkStockLocations(
        dev.holdfast.inventory.v1.UnlinkStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUnlinkStockLocationsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_SALES_CHANNEL = 0;
  private static final int METHODID_GET_SALES_CHANNEL = 1;
  private static final int METHODID_LIST_SALES_CHANNELS = 2;
  private static final int METHODID_UPDATE_SALES_CHANNEL = 3;
  private static final int METHODID_DELETE_SALES_CHANNEL = 4;
  private static final int METHODID_UNDELETE_SALES_CHANNEL = 5;
  private static final int METHODID_LINK_STOCK_LOCATIONS = 6;
  private static final int METHODID_UNLINK_STOCK_LOCATIONS = 7;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_SALES_CHANNEL:
          serviceImpl.createSalesChannel((dev.holdfast.inventory.v1.CreateSalesChannelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateSalesChannelResponse>) responseObserver);
          break;
        case METHODID_GET_SALES_CHANNEL:
          serviceImpl.getSalesChannel((dev.holdfast.inventory.v1.GetSalesChannelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetSalesChannelResponse>) responseObserver);
          break;
        case METHODID_LIST_SALES_CHANNELS:
          serviceImpl.listSalesChannels((dev.holdfast.inventory.v1.ListSalesChannelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListSalesChannelsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_SALES_CHANNEL:
          serviceImpl.updateSalesChannel((dev.holdfast.inventory.v1.UpdateSalesChannelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateSalesChannelResponse>) responseObserver);
          break;
        case METHODID_DELETE_SALES_CHANNEL:
          serviceImpl.deleteSalesChannel((dev.holdfast.inventory.v1.DeleteSalesChannelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteSalesChannelResponse>) responseObserver);
          break;
        case METHODID_UNDELETE_SALES_CHANNEL:
          serviceImpl.undeleteSalesChannel((dev.holdfast.inventory.v1.UndeleteSalesChannelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteSalesChannelResponse>) responseObserver);
          break;
        case METHODID_LINK_STOCK_LOCATIONS:
          serviceImpl.linkStockLocations((dev.holdfast.inventory.v1.LinkStockLocationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.LinkStockLocationsResponse>) responseObserver);
          break;
        case METHODID_UNLINK_STOCK_LOCATIONS:
          serviceImpl.unlinkStockLocations((dev.holdfast.inventory.v1.UnlinkStockLocationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UnlinkStockLocationsResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateSalesChannelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.CreateSalesChannelRequest,
              dev.holdfast.inventory.v1.CreateSalesChannelResponse>(
                service, METHODID_CREATE_SALES_CHANNEL)))
        .addMethod(
          getGetSalesChannelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetSalesChannelRequest,
              dev.holdfast.inventory.v1.GetSalesChannelResponse>(
                service, METHODID_GET_SALES_CHANNEL)))
        .addMethod(
          getListSalesChannelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListSalesChannelsRequest,
              dev.holdfast.inventory.v1.ListSalesChannelsResponse>(
                service, METHODID_LIST_SALES_CHANNELS)))
        .addMethod(
          getUpdateSalesChannelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpdateSalesChannelRequest,
              dev.holdfast.inventory.v1.UpdateSalesChannelResponse>(
                service, METHODID_UPDATE_SALES_CHANNEL)))
        .addMethod(
          getDeleteSalesChannelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteSalesChannelRequest,
              dev.holdfast.inventory.v1.DeleteSalesChannelResponse>(
                service, METHODID_DELETE_SALES_CHANNEL)))
        .addMethod(
          getUndeleteSalesChannelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UndeleteSalesChannelRequest,
              dev.holdfast.inventory.v1.UndeleteSalesChannelResponse>(
                service, METHODID_UNDELETE_SALES_CHANNEL)))
        .addMethod(
          getLinkStockLocationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.LinkStockLocationsRequest,
              dev.holdfast.inventory.v1.LinkStockLocationsResponse>(
                service, METHODID_LINK_STOCK_LOCATIONS)))
        .addMethod(
          getUnlinkStockLocationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UnlinkStockLocationsRequest,
              dev.holdfast.inventory.v1.UnlinkStockLocationsResponse>(
                service, METHODID_UNLINK_STOCK_LOCATIONS)))
        .build();
  }

  private static abstract class SalesChannelServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SalesChannelServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.holdfast.inventory.v1.SalesChannelServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SalesChannelService");
    }
  }

  private static final class SalesChannelServiceFileDescriptorSupplier
      extends SalesChannelServiceBaseDescriptorSupplier {
    SalesChannelServiceFileDescriptorSupplier() {}
  }

  private static final class SalesChannelServiceMethodDescriptorSupplier
      extends SalesChannelServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    SalesChannelServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (SalesChannelServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SalesChannelServiceFileDescriptorSupplier())
              .addMethod(getCreateSalesChannelMethod())
              .addMethod(getGetSalesChannelMethod())
              .addMethod(getListSalesChannelsMethod())
              .addMethod(getUpdateSalesChannelMethod())
              .addMethod(getDeleteSalesChannelMethod())
              .addMethod(getUndeleteSalesChannelMethod())
              .addMethod(getLinkStockLocationsMethod())
              .addMethod(getUnlinkStockLocationsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
