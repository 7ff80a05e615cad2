package dev.holdfast.inventory.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
 * SHUTTING_DOWN.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class StockLocationServiceGrpc {

  private StockLocationServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "holdfast.inventory.v1.StockLocationService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateStockLocationRequest,
      dev.holdfast.inventory.v1.CreateStockLocationResponse> getCreateStockLocationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateStockLocation",
      requestType = dev.holdfast.inventory.v1.CreateStockLocationRequest.class,
      responseType = dev.holdfast.inventory.v1.CreateStockLocationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateStockLocationRequest,
      dev.holdfast.inventory.v1.CreateStockLocationResponse> getCreateStockLocationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateStockLocationRequest, dev.holdfast.inventory.v1.CreateStockLocationResponse> getCreateStockLocationMethod;
    if ((getCreateStockLocationMethod = StockLocationServiceGrpc.getCreateStockLocationMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getCreateStockLocationMethod = StockLocationServiceGrpc.getCreateStockLocationMethod) == null) {
          StockLocationServiceGrpc.getCreateStockLocationMethod = getCreateStockLocationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.CreateStockLocationRequest, dev.holdfast.inventory.v1.CreateStockLocationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateStockLocation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateStockLocationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateStockLocationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("CreateStockLocation"))
              .build();
        }
      }
    }
    return getCreateStockLocationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetStockLocationRequest,
      dev.holdfast.inventory.v1.GetStockLocationResponse> getGetStockLocationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStockLocation",
      requestType = dev.holdfast.inventory.v1.GetStockLocationRequest.class,
      responseType = dev.holdfast.inventory.v1.GetStockLocationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetStockLocationRequest,
      dev.holdfast.inventory.v1.GetStockLocationResponse> getGetStockLocationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetStockLocationRequest, dev.holdfast.inventory.v1.GetStockLocationResponse> getGetStockLocationMethod;
    if ((getGetStockLocationMethod = StockLocationServiceGrpc.getGetStockLocationMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getGetStockLocationMethod = StockLocationServiceGrpc.getGetStockLocationMethod) == null) {
          StockLocationServiceGrpc.getGetStockLocationMethod = getGetStockLocationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetStockLocationRequest, dev.holdfast.inventory.v1.GetStockLocationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStockLocation"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetStockLocationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetStockLocationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("GetStockLocation"))
              .build();
        }
      }
    }
    return getGetStockLocationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetStockLocationsRequest,
      dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> getBatchGetStockLocationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetStockLocations",
      requestType = dev.holdfast.inventory.v1.BatchGetStockLocationsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetStockLocationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetStockLocationsRequest,
      dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> getBatchGetStockLocationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetStockLocationsRequest, dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> getBatchGetStockLocationsMethod;
    if ((getBatchGetStockLocationsMethod = StockLocationServiceGrpc.getBatchGetStockLocationsMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getBatchGetStockLocationsMethod = StockLocationServiceGrpc.getBatchGetStockLocationsMethod) == null) {
          StockLocationServiceGrpc.getBatchGetStockLocationsMethod = getBatchGetStockLocationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetStockLocationsRequest, dev.holdfast.inventory.v1.BatchGetStockLocationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetStockLocations"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetStockLocationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetStockLocationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("BatchGetStockLocations"))
              .build();
        }
      }
    }
    return getBatchGetStockLocationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockLocationsRequest,
      dev.holdfast.inventory.v1.ListStockLocationsResponse> getListStockLocationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListStockLocations",
      requestType = dev.holdfast.inventory.v1.ListStockLocationsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListStockLocationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockLocationsRequest,
      dev.holdfast.inventory.v1.ListStockLocationsResponse> getListStockLocationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockLocationsRequest, dev.holdfast.inventory.v1.ListStockLocationsResponse> getListStockLocationsMethod;
    if ((getListStockLocationsMethod = StockLocationServiceGrpc.getListStockLocationsMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getListStockLocationsMethod = StockLocationServiceGrpc.getListStockLocationsMethod) == null) {
          StockLocationServiceGrpc.getListStockLocationsMethod = getListStockLocationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListStockLocationsRequest, dev.holdfast.inventory.v1.ListStockLocationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListStockLocations"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListStockLocationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListStockLocationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("ListStockLocations"))
              .build();
        }
      }
    }
    return getListStockLocationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateStockLocationRequest,
      dev.holdfast.inventory.v1.UpdateStockLocationResponse> getUpdateStockLocationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateStockLocation",
      requestType = dev.holdfast.inventory.v1.UpdateStockLocationRequest.class,
      responseType = dev.holdfast.inventory.v1.UpdateStockLocationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateStockLocationRequest,
      dev.holdfast.inventory.v1.UpdateStockLocationResponse> getUpdateStockLocationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateStockLocationRequest, dev.holdfast.inventory.v1.UpdateStockLocationResponse> getUpdateStockLocationMethod;
    if ((getUpdateStockLocationMethod = StockLocationServiceGrpc.getUpdateStockLocationMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getUpdateStockLocationMethod = StockLocationServiceGrpc.getUpdateStockLocationMethod) == null) {
          StockLocationServiceGrpc.getUpdateStockLocationMethod = getUpdateStockLocationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpdateStockLocationRequest, dev.holdfast.inventory.v1.UpdateStockLocationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateStockLocation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateStockLocationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateStockLocationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("UpdateStockLocation"))
              .build();
        }
      }
    }
    return getUpdateStockLocationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteStockLocationRequest,
      dev.holdfast.inventory.v1.DeleteStockLocationResponse> getDeleteStockLocationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteStockLocation",
      requestType = dev.holdfast.inventory.v1.DeleteStockLocationRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteStockLocationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteStockLocationRequest,
      dev.holdfast.inventory.v1.DeleteStockLocationResponse> getDeleteStockLocationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteStockLocationRequest, dev.holdfast.inventory.v1.DeleteStockLocationResponse> getDeleteStockLocationMethod;
    if ((getDeleteStockLocationMethod = StockLocationServiceGrpc.getDeleteStockLocationMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getDeleteStockLocationMethod = StockLocationServiceGrpc.getDeleteStockLocationMethod) == null) {
          StockLocationServiceGrpc.getDeleteStockLocationMethod = getDeleteStockLocationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteStockLocationRequest, dev.holdfast.inventory.v1.DeleteStockLocationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteStockLocation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteStockLocationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteStockLocationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("DeleteStockLocation"))
              .build();
        }
      }
    }
    return getDeleteStockLocationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteStockLocationRequest,
      dev.holdfast.inventory.v1.UndeleteStockLocationResponse> getUndeleteStockLocationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UndeleteStockLocation",
      requestType = dev.holdfast.inventory.v1.UndeleteStockLocationRequest.class,
      responseType = dev.holdfast.inventory.v1.UndeleteStockLocationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteStockLocationRequest,
      dev.holdfast.inventory.v1.UndeleteStockLocationResponse> getUndeleteStockLocationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteStockLocationRequest, dev.holdfast.inventory.v1.UndeleteStockLocationResponse> getUndeleteStockLocationMethod;
    if ((getUndeleteStockLocationMethod = StockLocationServiceGrpc.getUndeleteStockLocationMethod) == null) {
      synchronized (StockLocationServiceGrpc.class) {
        if ((getUndeleteStockLocationMethod = StockLocationServiceGrpc.getUndeleteStockLocationMethod) == null) {
          StockLocationServiceGrpc.getUndeleteStockLocationMethod = getUndeleteStockLocationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UndeleteStockLocationRequest, dev.holdfast.inventory.v1.UndeleteStockLocationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UndeleteStockLocation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteStockLocationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteStockLocationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StockLocationServiceMethodDescriptorSupplier("UndeleteStockLocation"))
              .build();
        }
      }
    }
    return getUndeleteStockLocationMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static StockLocationServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceStub>() {
        @java.lang.Override
        public StockLocationServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StockLocationServiceStub(channel, callOptions);
        }
      };
    return StockLocationServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static StockLocationServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceBlockingV2Stub>() {
        @java.lang.Override
        public StockLocationServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StockLocationServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return StockLocationServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static StockLocationServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceBlockingStub>() {
        @java.lang.Override
        public StockLocationServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StockLocationServiceBlockingStub(channel, callOptions);
        }
      };
    return StockLocationServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static StockLocationServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StockLocationServiceFutureStub>() {
        @java.lang.Override
        public StockLocationServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StockLocationServiceFutureStub(channel, callOptions);
        }
      };
    return StockLocationServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * </pre>
     */
    default void createStockLocation(dev.holdfast.inventory.v1.CreateStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateStockLocationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateStockLocationMethod(), responseObserver);
    }

    /**
     * <pre>
     * One location. RESOURCE_NOT_FOUND.
     * </pre>
     */
    default void getStockLocation(dev.holdfast.inventory.v1.GetStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetStockLocationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStockLocationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Several locations by id; those that do not exist are listed.
     * </pre>
     */
    default void batchGetStockLocations(dev.holdfast.inventory.v1.BatchGetStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetStockLocationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Locations by filter, page by page.
     * </pre>
     */
    default void listStockLocations(dev.holdfast.inventory.v1.ListStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockLocationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListStockLocationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of a location. ETAG_MISMATCH.
     * </pre>
     */
    default void updateStockLocation(dev.holdfast.inventory.v1.UpdateStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateStockLocationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateStockLocationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    default void deleteStockLocation(dev.holdfast.inventory.v1.DeleteStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteStockLocationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteStockLocationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted location back.
     * </pre>
     */
    default void undeleteStockLocation(dev.holdfast.inventory.v1.UndeleteStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteStockLocationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndeleteStockLocationMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service StockLocationService.
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public static abstract class StockLocationServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return StockLocationServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service StockLocationService.
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public static final class StockLocationServiceStub
      extends io.grpc.stub.AbstractAsyncStub<StockLocationServiceStub> {
    private StockLocationServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StockLocationServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StockLocationServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * </pre>
     */
    public void createStockLocation(dev.holdfast.inventory.v1.CreateStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateStockLocationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateStockLocationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One location. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public void getStockLocation(dev.holdfast.inventory.v1.GetStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetStockLocationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStockLocationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Several locations by id; those that do not exist are listed.
     * </pre>
     */
    public void batchGetStockLocations(dev.holdfast.inventory.v1.BatchGetStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetStockLocationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Locations by filter, page by page.
     * </pre>
     */
    public void listStockLocations(dev.holdfast.inventory.v1.ListStockLocationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockLocationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListStockLocationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of a location. ETAG_MISMATCH.
     * </pre>
     */
    public void updateStockLocation(dev.holdfast.inventory.v1.UpdateStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateStockLocationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateStockLocationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public void deleteStockLocation(dev.holdfast.inventory.v1.DeleteStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteStockLocationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteStockLocationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted location back.
     * </pre>
     */
    public void undeleteStockLocation(dev.holdfast.inventory.v1.UndeleteStockLocationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteStockLocationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndeleteStockLocationMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service StockLocationService.
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public static final class StockLocationServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<StockLocationServiceBlockingV2Stub> {
    private StockLocationServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StockLocationServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StockLocationServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateStockLocationResponse createStockLocation(dev.holdfast.inventory.v1.CreateStockLocationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One location. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetStockLocationResponse getStockLocation(dev.holdfast.inventory.v1.GetStockLocationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several locations by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetStockLocationsResponse batchGetStockLocations(dev.holdfast.inventory.v1.BatchGetStockLocationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Locations by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListStockLocationsResponse listStockLocations(dev.holdfast.inventory.v1.ListStockLocationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of a location. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateStockLocationResponse updateStockLocation(dev.holdfast.inventory.v1.UpdateStockLocationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteStockLocationResponse deleteStockLocation(dev.holdfast.inventory.v1.DeleteStockLocationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted location back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteStockLocationResponse undeleteStockLocation(dev.holdfast.inventory.v1.UndeleteStockLocationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUndeleteStockLocationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service StockLocationService.
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public static final class StockLocationServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<StockLocationServiceBlockingStub> {
    private StockLocationServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StockLocationServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StockLocationServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateStockLocationResponse createStockLocation(dev.holdfast.inventory.v1.CreateStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One location. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetStockLocationResponse getStockLocation(dev.holdfast.inventory.v1.GetStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several locations by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetStockLocationsResponse batchGetStockLocations(dev.holdfast.inventory.v1.BatchGetStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Locations by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListStockLocationsResponse listStockLocations(dev.holdfast.inventory.v1.ListStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListStockLocationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of a location. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateStockLocationResponse updateStockLocation(dev.holdfast.inventory.v1.UpdateStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteStockLocationResponse deleteStockLocation(dev.holdfast.inventory.v1.DeleteStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteStockLocationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted location back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteStockLocationResponse undeleteStockLocation(dev.holdfast.inventory.v1.UndeleteStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndeleteStockLocationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service StockLocationService.
   * <pre>
   * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
   * SHUTTING_DOWN.
   * </pre>
   */
  public static final class StockLocationServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<StockLocationServiceFutureStub> {
    private StockLocationServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StockLocationServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StockLocationServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.CreateStockLocationResponse> createStockLocation(
        dev.holdfast.inventory.v1.CreateStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateStockLocationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One location. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetStockLocationResponse> getStockLocation(
        dev.holdfast.inventory.v1.GetStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStockLocationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Several locations by id; those that do not exist are listed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetStockLocationsResponse> batchGetStockLocations(
        dev.holdfast.inventory.v1.BatchGetStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetStockLocationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Locations by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListStockLocationsResponse> listStockLocations(
        dev.holdfast.inventory.v1.ListStockLocationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListStockLocationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes some fields of a location. ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpdateStockLocationResponse> updateStockLocation(
        dev.holdfast.inventory.v1.UpdateStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateStockLocationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteStockLocationResponse> deleteStockLocation(
        dev.holdfast.inventory.v1.DeleteStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteStockLocationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Brings a deleted location back.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UndeleteStockLocationResponse> undeleteStockLocation(
        dev.holdfast.inventory.v1.UndeleteStockLocationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndeleteStockLocationMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_STOCK_LOCATION = 0;
  private static final int METHODID_GET_STOCK_LOCATION = 1;
  private static final int METHODID_BATCH_GET_STOCK_LOCATIONS = 2;
  private static final int METHODID_LIST_STOCK_LOCATIONS = 3;
  private static final int METHODID_UPDATE_STOCK_LOCATION = 4;
  private static final int METHODID_DELETE_STOCK_LOCATION = 5;
  private static final int METHODID_UNDELETE_STOCK_LOCATION = 6;

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
        case METHODID_CREATE_STOCK_LOCATION:
          serviceImpl.createStockLocation((dev.holdfast.inventory.v1.CreateStockLocationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateStockLocationResponse>) responseObserver);
          break;
        case METHODID_GET_STOCK_LOCATION:
          serviceImpl.getStockLocation((dev.holdfast.inventory.v1.GetStockLocationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetStockLocationResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_STOCK_LOCATIONS:
          serviceImpl.batchGetStockLocations((dev.holdfast.inventory.v1.BatchGetStockLocationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetStockLocationsResponse>) responseObserver);
          break;
        case METHODID_LIST_STOCK_LOCATIONS:
          serviceImpl.listStockLocations((dev.holdfast.inventory.v1.ListStockLocationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockLocationsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_STOCK_LOCATION:
          serviceImpl.updateStockLocation((dev.holdfast.inventory.v1.UpdateStockLocationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateStockLocationResponse>) responseObserver);
          break;
        case METHODID_DELETE_STOCK_LOCATION:
          serviceImpl.deleteStockLocation((dev.holdfast.inventory.v1.DeleteStockLocationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteStockLocationResponse>) responseObserver);
          break;
        case METHODID_UNDELETE_STOCK_LOCATION:
          serviceImpl.undeleteStockLocation((dev.holdfast.inventory.v1.UndeleteStockLocationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteStockLocationResponse>) responseObserver);
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
          getCreateStockLocationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.CreateStockLocationRequest,
              dev.holdfast.inventory.v1.CreateStockLocationResponse>(
                service, METHODID_CREATE_STOCK_LOCATION)))
        .addMethod(
          getGetStockLocationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetStockLocationRequest,
              dev.holdfast.inventory.v1.GetStockLocationResponse>(
                service, METHODID_GET_STOCK_LOCATION)))
        .addMethod(
          getBatchGetStockLocationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetStockLocationsRequest,
              dev.holdfast.inventory.v1.BatchGetStockLocationsResponse>(
                service, METHODID_BATCH_GET_STOCK_LOCATIONS)))
        .addMethod(
          getListStockLocationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListStockLocationsRequest,
              dev.holdfast.inventory.v1.ListStockLocationsResponse>(
                service, METHODID_LIST_STOCK_LOCATIONS)))
        .addMethod(
          getUpdateStockLocationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpdateStockLocationRequest,
              dev.holdfast.inventory.v1.UpdateStockLocationResponse>(
                service, METHODID_UPDATE_STOCK_LOCATION)))
        .addMethod(
          getDeleteStockLocationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteStockLocationRequest,
              dev.holdfast.inventory.v1.DeleteStockLocationResponse>(
                service, METHODID_DELETE_STOCK_LOCATION)))
        .addMethod(
          getUndeleteStockLocationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UndeleteStockLocationRequest,
              dev.holdfast.inventory.v1.UndeleteStockLocationResponse>(
                service, METHODID_UNDELETE_STOCK_LOCATION)))
        .build();
  }

  private static abstract class StockLocationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    StockLocationServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.holdfast.inventory.v1.StockLocationServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("StockLocationService");
    }
  }

  private static final class StockLocationServiceFileDescriptorSupplier
      extends StockLocationServiceBaseDescriptorSupplier {
    StockLocationServiceFileDescriptorSupplier() {}
  }

  private static final class StockLocationServiceMethodDescriptorSupplier
      extends StockLocationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    StockLocationServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (StockLocationServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new StockLocationServiceFileDescriptorSupplier())
              .addMethod(getCreateStockLocationMethod())
              .addMethod(getGetStockLocationMethod())
              .addMethod(getBatchGetStockLocationsMethod())
              .addMethod(getListStockLocationsMethod())
              .addMethod(getUpdateStockLocationMethod())
              .addMethod(getDeleteStockLocationMethod())
              .addMethod(getUndeleteStockLocationMethod())
              .build();
        }
      }
    }
    return result;
  }
}
