package dev.holdfast.inventory.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Product variants, kits, their availability, and who wants to know when they are back.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CatalogServiceGrpc {

  private CatalogServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "holdfast.inventory.v1.CatalogService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpsertProductVariantRequest,
      dev.holdfast.inventory.v1.UpsertProductVariantResponse> getUpsertProductVariantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpsertProductVariant",
      requestType = dev.holdfast.inventory.v1.UpsertProductVariantRequest.class,
      responseType = dev.holdfast.inventory.v1.UpsertProductVariantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpsertProductVariantRequest,
      dev.holdfast.inventory.v1.UpsertProductVariantResponse> getUpsertProductVariantMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpsertProductVariantRequest, dev.holdfast.inventory.v1.UpsertProductVariantResponse> getUpsertProductVariantMethod;
    if ((getUpsertProductVariantMethod = CatalogServiceGrpc.getUpsertProductVariantMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getUpsertProductVariantMethod = CatalogServiceGrpc.getUpsertProductVariantMethod) == null) {
          CatalogServiceGrpc.getUpsertProductVariantMethod = getUpsertProductVariantMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpsertProductVariantRequest, dev.holdfast.inventory.v1.UpsertProductVariantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpsertProductVariant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpsertProductVariantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpsertProductVariantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("UpsertProductVariant"))
              .build();
        }
      }
    }
    return getUpsertProductVariantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetProductVariantRequest,
      dev.holdfast.inventory.v1.GetProductVariantResponse> getGetProductVariantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProductVariant",
      requestType = dev.holdfast.inventory.v1.GetProductVariantRequest.class,
      responseType = dev.holdfast.inventory.v1.GetProductVariantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetProductVariantRequest,
      dev.holdfast.inventory.v1.GetProductVariantResponse> getGetProductVariantMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetProductVariantRequest, dev.holdfast.inventory.v1.GetProductVariantResponse> getGetProductVariantMethod;
    if ((getGetProductVariantMethod = CatalogServiceGrpc.getGetProductVariantMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getGetProductVariantMethod = CatalogServiceGrpc.getGetProductVariantMethod) == null) {
          CatalogServiceGrpc.getGetProductVariantMethod = getGetProductVariantMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetProductVariantRequest, dev.holdfast.inventory.v1.GetProductVariantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProductVariant"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetProductVariantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetProductVariantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("GetProductVariant"))
              .build();
        }
      }
    }
    return getGetProductVariantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetProductVariantsRequest,
      dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> getBatchGetProductVariantsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetProductVariants",
      requestType = dev.holdfast.inventory.v1.BatchGetProductVariantsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetProductVariantsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetProductVariantsRequest,
      dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> getBatchGetProductVariantsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetProductVariantsRequest, dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> getBatchGetProductVariantsMethod;
    if ((getBatchGetProductVariantsMethod = CatalogServiceGrpc.getBatchGetProductVariantsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getBatchGetProductVariantsMethod = CatalogServiceGrpc.getBatchGetProductVariantsMethod) == null) {
          CatalogServiceGrpc.getBatchGetProductVariantsMethod = getBatchGetProductVariantsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetProductVariantsRequest, dev.holdfast.inventory.v1.BatchGetProductVariantsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetProductVariants"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetProductVariantsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetProductVariantsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("BatchGetProductVariants"))
              .build();
        }
      }
    }
    return getBatchGetProductVariantsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListProductVariantsRequest,
      dev.holdfast.inventory.v1.ListProductVariantsResponse> getListProductVariantsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProductVariants",
      requestType = dev.holdfast.inventory.v1.ListProductVariantsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListProductVariantsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListProductVariantsRequest,
      dev.holdfast.inventory.v1.ListProductVariantsResponse> getListProductVariantsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListProductVariantsRequest, dev.holdfast.inventory.v1.ListProductVariantsResponse> getListProductVariantsMethod;
    if ((getListProductVariantsMethod = CatalogServiceGrpc.getListProductVariantsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getListProductVariantsMethod = CatalogServiceGrpc.getListProductVariantsMethod) == null) {
          CatalogServiceGrpc.getListProductVariantsMethod = getListProductVariantsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListProductVariantsRequest, dev.holdfast.inventory.v1.ListProductVariantsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProductVariants"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListProductVariantsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListProductVariantsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ListProductVariants"))
              .build();
        }
      }
    }
    return getListProductVariantsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteProductVariantRequest,
      dev.holdfast.inventory.v1.DeleteProductVariantResponse> getDeleteProductVariantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteProductVariant",
      requestType = dev.holdfast.inventory.v1.DeleteProductVariantRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteProductVariantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteProductVariantRequest,
      dev.holdfast.inventory.v1.DeleteProductVariantResponse> getDeleteProductVariantMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteProductVariantRequest, dev.holdfast.inventory.v1.DeleteProductVariantResponse> getDeleteProductVariantMethod;
    if ((getDeleteProductVariantMethod = CatalogServiceGrpc.getDeleteProductVariantMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getDeleteProductVariantMethod = CatalogServiceGrpc.getDeleteProductVariantMethod) == null) {
          CatalogServiceGrpc.getDeleteProductVariantMethod = getDeleteProductVariantMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteProductVariantRequest, dev.holdfast.inventory.v1.DeleteProductVariantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteProductVariant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteProductVariantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteProductVariantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("DeleteProductVariant"))
              .build();
        }
      }
    }
    return getDeleteProductVariantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteProductVariantRequest,
      dev.holdfast.inventory.v1.UndeleteProductVariantResponse> getUndeleteProductVariantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UndeleteProductVariant",
      requestType = dev.holdfast.inventory.v1.UndeleteProductVariantRequest.class,
      responseType = dev.holdfast.inventory.v1.UndeleteProductVariantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteProductVariantRequest,
      dev.holdfast.inventory.v1.UndeleteProductVariantResponse> getUndeleteProductVariantMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteProductVariantRequest, dev.holdfast.inventory.v1.UndeleteProductVariantResponse> getUndeleteProductVariantMethod;
    if ((getUndeleteProductVariantMethod = CatalogServiceGrpc.getUndeleteProductVariantMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getUndeleteProductVariantMethod = CatalogServiceGrpc.getUndeleteProductVariantMethod) == null) {
          CatalogServiceGrpc.getUndeleteProductVariantMethod = getUndeleteProductVariantMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UndeleteProductVariantRequest, dev.holdfast.inventory.v1.UndeleteProductVariantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UndeleteProductVariant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteProductVariantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteProductVariantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("UndeleteProductVariant"))
              .build();
        }
      }
    }
    return getUndeleteProductVariantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetVariantAvailabilityRequest,
      dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> getGetVariantAvailabilityMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetVariantAvailability",
      requestType = dev.holdfast.inventory.v1.GetVariantAvailabilityRequest.class,
      responseType = dev.holdfast.inventory.v1.GetVariantAvailabilityResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetVariantAvailabilityRequest,
      dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> getGetVariantAvailabilityMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetVariantAvailabilityRequest, dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> getGetVariantAvailabilityMethod;
    if ((getGetVariantAvailabilityMethod = CatalogServiceGrpc.getGetVariantAvailabilityMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getGetVariantAvailabilityMethod = CatalogServiceGrpc.getGetVariantAvailabilityMethod) == null) {
          CatalogServiceGrpc.getGetVariantAvailabilityMethod = getGetVariantAvailabilityMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetVariantAvailabilityRequest, dev.holdfast.inventory.v1.GetVariantAvailabilityResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetVariantAvailability"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetVariantAvailabilityRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetVariantAvailabilityResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("GetVariantAvailability"))
              .build();
        }
      }
    }
    return getGetVariantAvailabilityMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest,
      dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> getBatchGetVariantAvailabilityMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetVariantAvailability",
      requestType = dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest,
      dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> getBatchGetVariantAvailabilityMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest, dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> getBatchGetVariantAvailabilityMethod;
    if ((getBatchGetVariantAvailabilityMethod = CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getBatchGetVariantAvailabilityMethod = CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod) == null) {
          CatalogServiceGrpc.getBatchGetVariantAvailabilityMethod = getBatchGetVariantAvailabilityMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest, dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetVariantAvailability"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("BatchGetVariantAvailability"))
              .build();
        }
      }
    }
    return getBatchGetVariantAvailabilityMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SubscribeRestockRequest,
      dev.holdfast.inventory.v1.SubscribeRestockResponse> getSubscribeRestockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SubscribeRestock",
      requestType = dev.holdfast.inventory.v1.SubscribeRestockRequest.class,
      responseType = dev.holdfast.inventory.v1.SubscribeRestockResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SubscribeRestockRequest,
      dev.holdfast.inventory.v1.SubscribeRestockResponse> getSubscribeRestockMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SubscribeRestockRequest, dev.holdfast.inventory.v1.SubscribeRestockResponse> getSubscribeRestockMethod;
    if ((getSubscribeRestockMethod = CatalogServiceGrpc.getSubscribeRestockMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getSubscribeRestockMethod = CatalogServiceGrpc.getSubscribeRestockMethod) == null) {
          CatalogServiceGrpc.getSubscribeRestockMethod = getSubscribeRestockMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.SubscribeRestockRequest, dev.holdfast.inventory.v1.SubscribeRestockResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SubscribeRestock"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.SubscribeRestockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.SubscribeRestockResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("SubscribeRestock"))
              .build();
        }
      }
    }
    return getSubscribeRestockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest,
      dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> getListRestockSubscriptionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRestockSubscriptions",
      requestType = dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest,
      dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> getListRestockSubscriptionsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest, dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> getListRestockSubscriptionsMethod;
    if ((getListRestockSubscriptionsMethod = CatalogServiceGrpc.getListRestockSubscriptionsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getListRestockSubscriptionsMethod = CatalogServiceGrpc.getListRestockSubscriptionsMethod) == null) {
          CatalogServiceGrpc.getListRestockSubscriptionsMethod = getListRestockSubscriptionsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest, dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRestockSubscriptions"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ListRestockSubscriptions"))
              .build();
        }
      }
    }
    return getListRestockSubscriptionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest,
      dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> getDeleteRestockSubscriptionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRestockSubscription",
      requestType = dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest,
      dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> getDeleteRestockSubscriptionMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest, dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> getDeleteRestockSubscriptionMethod;
    if ((getDeleteRestockSubscriptionMethod = CatalogServiceGrpc.getDeleteRestockSubscriptionMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getDeleteRestockSubscriptionMethod = CatalogServiceGrpc.getDeleteRestockSubscriptionMethod) == null) {
          CatalogServiceGrpc.getDeleteRestockSubscriptionMethod = getDeleteRestockSubscriptionMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest, dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRestockSubscription"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("DeleteRestockSubscription"))
              .build();
        }
      }
    }
    return getDeleteRestockSubscriptionMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CatalogServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub>() {
        @java.lang.Override
        public CatalogServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceStub(channel, callOptions);
        }
      };
    return CatalogServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CatalogServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub>() {
        @java.lang.Override
        public CatalogServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CatalogServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub>() {
        @java.lang.Override
        public CatalogServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingStub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CatalogServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub>() {
        @java.lang.Override
        public CatalogServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceFutureStub(channel, callOptions);
        }
      };
    return CatalogServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * </pre>
     */
    default void upsertProductVariant(dev.holdfast.inventory.v1.UpsertProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpsertProductVariantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpsertProductVariantMethod(), responseObserver);
    }

    /**
     * <pre>
     * One variant. RESOURCE_NOT_FOUND.
     * </pre>
     */
    default void getProductVariant(dev.holdfast.inventory.v1.GetProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetProductVariantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProductVariantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Several variants by id; those that do not exist are listed.
     * </pre>
     */
    default void batchGetProductVariants(dev.holdfast.inventory.v1.BatchGetProductVariantsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetProductVariantsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Variants by filter, page by page.
     * </pre>
     */
    default void listProductVariants(dev.holdfast.inventory.v1.ListProductVariantsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListProductVariantsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProductVariantsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a variant, until it is undeleted.
     * </pre>
     */
    default void deleteProductVariant(dev.holdfast.inventory.v1.DeleteProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteProductVariantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteProductVariantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * </pre>
     */
    default void undeleteProductVariant(dev.holdfast.inventory.v1.UndeleteProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteProductVariantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndeleteProductVariantMethod(), responseObserver);
    }

    /**
     * <pre>
     * How many of a variant could be sold, and whether it is purchasable.
     * </pre>
     */
    default void getVariantAvailability(dev.holdfast.inventory.v1.GetVariantAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetVariantAvailabilityMethod(), responseObserver);
    }

    /**
     * <pre>
     * The same for several variants, all of one instant.
     * </pre>
     */
    default void batchGetVariantAvailability(dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetVariantAvailabilityMethod(), responseObserver);
    }

    /**
     * <pre>
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * </pre>
     */
    default void subscribeRestock(dev.holdfast.inventory.v1.SubscribeRestockRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SubscribeRestockResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSubscribeRestockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Subscriptions by filter, page by page.
     * </pre>
     */
    default void listRestockSubscriptions(dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRestockSubscriptionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a subscription.
     * </pre>
     */
    default void deleteRestockSubscription(dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRestockSubscriptionMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CatalogService.
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public static abstract class CatalogServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CatalogServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CatalogService.
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public static final class CatalogServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CatalogServiceStub> {
    private CatalogServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * </pre>
     */
    public void upsertProductVariant(dev.holdfast.inventory.v1.UpsertProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpsertProductVariantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpsertProductVariantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One variant. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public void getProductVariant(dev.holdfast.inventory.v1.GetProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetProductVariantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProductVariantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Several variants by id; those that do not exist are listed.
     * </pre>
     */
    public void batchGetProductVariants(dev.holdfast.inventory.v1.BatchGetProductVariantsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetProductVariantsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Variants by filter, page by page.
     * </pre>
     */
    public void listProductVariants(dev.holdfast.inventory.v1.ListProductVariantsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListProductVariantsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProductVariantsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a variant, until it is undeleted.
     * </pre>
     */
    public void deleteProductVariant(dev.holdfast.inventory.v1.DeleteProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteProductVariantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteProductVariantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * </pre>
     */
    public void undeleteProductVariant(dev.holdfast.inventory.v1.UndeleteProductVariantRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteProductVariantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndeleteProductVariantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * How many of a variant could be sold, and whether it is purchasable.
     * </pre>
     */
    public void getVariantAvailability(dev.holdfast.inventory.v1.GetVariantAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetVariantAvailabilityMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The same for several variants, all of one instant.
     * </pre>
     */
    public void batchGetVariantAvailability(dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetVariantAvailabilityMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * </pre>
     */
    public void subscribeRestock(dev.holdfast.inventory.v1.SubscribeRestockRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SubscribeRestockResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSubscribeRestockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Subscriptions by filter, page by page.
     * </pre>
     */
    public void listRestockSubscriptions(dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRestockSubscriptionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a subscription.
     * </pre>
     */
    public void deleteRestockSubscription(dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRestockSubscriptionMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CatalogService.
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public static final class CatalogServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingV2Stub> {
    private CatalogServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpsertProductVariantResponse upsertProductVariant(dev.holdfast.inventory.v1.UpsertProductVariantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpsertProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One variant. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetProductVariantResponse getProductVariant(dev.holdfast.inventory.v1.GetProductVariantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several variants by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetProductVariantsResponse batchGetProductVariants(dev.holdfast.inventory.v1.BatchGetProductVariantsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetProductVariantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Variants by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListProductVariantsResponse listProductVariants(dev.holdfast.inventory.v1.ListProductVariantsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProductVariantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a variant, until it is undeleted.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteProductVariantResponse deleteProductVariant(dev.holdfast.inventory.v1.DeleteProductVariantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteProductVariantResponse undeleteProductVariant(dev.holdfast.inventory.v1.UndeleteProductVariantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUndeleteProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many of a variant could be sold, and whether it is purchasable.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetVariantAvailabilityResponse getVariantAvailability(dev.holdfast.inventory.v1.GetVariantAvailabilityRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetVariantAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The same for several variants, all of one instant.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse batchGetVariantAvailability(dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetVariantAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * </pre>
     */
    public dev.holdfast.inventory.v1.SubscribeRestockResponse subscribeRestock(dev.holdfast.inventory.v1.SubscribeRestockRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSubscribeRestockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Subscriptions by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse listRestockSubscriptions(dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRestockSubscriptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a subscription.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse deleteRestockSubscription(dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteRestockSubscriptionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CatalogService.
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public static final class CatalogServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingStub> {
    private CatalogServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpsertProductVariantResponse upsertProductVariant(dev.holdfast.inventory.v1.UpsertProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpsertProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One variant. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetProductVariantResponse getProductVariant(dev.holdfast.inventory.v1.GetProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several variants by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetProductVariantsResponse batchGetProductVariants(dev.holdfast.inventory.v1.BatchGetProductVariantsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetProductVariantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Variants by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListProductVariantsResponse listProductVariants(dev.holdfast.inventory.v1.ListProductVariantsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProductVariantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a variant, until it is undeleted.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteProductVariantResponse deleteProductVariant(dev.holdfast.inventory.v1.DeleteProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteProductVariantResponse undeleteProductVariant(dev.holdfast.inventory.v1.UndeleteProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndeleteProductVariantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many of a variant could be sold, and whether it is purchasable.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetVariantAvailabilityResponse getVariantAvailability(dev.holdfast.inventory.v1.GetVariantAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetVariantAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The same for several variants, all of one instant.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse batchGetVariantAvailability(dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetVariantAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * </pre>
     */
    public dev.holdfast.inventory.v1.SubscribeRestockResponse subscribeRestock(dev.holdfast.inventory.v1.SubscribeRestockRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSubscribeRestockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Subscriptions by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse listRestockSubscriptions(dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRestockSubscriptionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a subscription.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse deleteRestockSubscription(dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRestockSubscriptionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CatalogService.
   * <pre>
   * Product variants, kits, their availability, and who wants to know when they are back.
   * </pre>
   */
  public static final class CatalogServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CatalogServiceFutureStub> {
    private CatalogServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpsertProductVariantResponse> upsertProductVariant(
        dev.holdfast.inventory.v1.UpsertProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpsertProductVariantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One variant. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetProductVariantResponse> getProductVariant(
        dev.holdfast.inventory.v1.GetProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProductVariantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Several variants by id; those that do not exist are listed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetProductVariantsResponse> batchGetProductVariants(
        dev.holdfast.inventory.v1.BatchGetProductVariantsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetProductVariantsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Variants by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListProductVariantsResponse> listProductVariants(
        dev.holdfast.inventory.v1.ListProductVariantsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProductVariantsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a variant, until it is undeleted.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteProductVariantResponse> deleteProductVariant(
        dev.holdfast.inventory.v1.DeleteProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteProductVariantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UndeleteProductVariantResponse> undeleteProductVariant(
        dev.holdfast.inventory.v1.UndeleteProductVariantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndeleteProductVariantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * How many of a variant could be sold, and whether it is purchasable.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetVariantAvailabilityResponse> getVariantAvailability(
        dev.holdfast.inventory.v1.GetVariantAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetVariantAvailabilityMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The same for several variants, all of one instant.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse> batchGetVariantAvailability(
        dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetVariantAvailabilityMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.SubscribeRestockResponse> subscribeRestock(
        dev.holdfast.inventory.v1.SubscribeRestockRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSubscribeRestockMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Subscriptions by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse> listRestockSubscriptions(
        dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRestockSubscriptionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a subscription.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse> deleteRestockSubscription(
        dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRestockSubscriptionMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_UPSERT_PRODUCT_VARIANT = 0;
  private static final int METHODID_GET_PRODUCT_VARIANT = 1;
  private static final int METHODID_BATCH_GET_PRODUCT_VARIANTS = 2;
  private static final int METHODID_LIST_PRODUCT_VARIANTS = 3;
  private static final int METHODID_DELETE_PRODUCT_VARIANT = 4;
  private static final int METHODID_UNDELETE_PRODUCT_VARIANT = 5;
  private static final int METHODID_GET_VARIANT_AVAILABILITY = 6;
  private static final int METHODID_BATCH_GET_VARIANT_AVAILABILITY = 7;
  private static final int METHODID_SUBSCRIBE_RESTOCK = 8;
  private static final int METHODID_LIST_RESTOCK_SUBSCRIPTIONS = 9;
  private static final int METHODID_DELETE_RESTOCK_SUBSCRIPTION = 10;

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
        case METHODID_UPSERT_PRODUCT_VARIANT:
          serviceImpl.upsertProductVariant((dev.holdfast.inventory.v1.UpsertProductVariantRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpsertProductVariantResponse>) responseObserver);
          break;
        case METHODID_GET_PRODUCT_VARIANT:
          serviceImpl.getProductVariant((dev.holdfast.inventory.v1.GetProductVariantRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetProductVariantResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_PRODUCT_VARIANTS:
          serviceImpl.batchGetProductVariants((dev.holdfast.inventory.v1.BatchGetProductVariantsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetProductVariantsResponse>) responseObserver);
          break;
        case METHODID_LIST_PRODUCT_VARIANTS:
          serviceImpl.listProductVariants((dev.holdfast.inventory.v1.ListProductVariantsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListProductVariantsResponse>) responseObserver);
          break;
        case METHODID_DELETE_PRODUCT_VARIANT:
          serviceImpl.deleteProductVariant((dev.holdfast.inventory.v1.DeleteProductVariantRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteProductVariantResponse>) responseObserver);
          break;
        case METHODID_UNDELETE_PRODUCT_VARIANT:
          serviceImpl.undeleteProductVariant((dev.holdfast.inventory.v1.UndeleteProductVariantRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteProductVariantResponse>) responseObserver);
          break;
        case METHODID_GET_VARIANT_AVAILABILITY:
          serviceImpl.getVariantAvailability((dev.holdfast.inventory.v1.GetVariantAvailabilityRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetVariantAvailabilityResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_VARIANT_AVAILABILITY:
          serviceImpl.batchGetVariantAvailability((dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse>) responseObserver);
          break;
        case METHODID_SUBSCRIBE_RESTOCK:
          serviceImpl.subscribeRestock((dev.holdfast.inventory.v1.SubscribeRestockRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SubscribeRestockResponse>) responseObserver);
          break;
        case METHODID_LIST_RESTOCK_SUBSCRIPTIONS:
          serviceImpl.listRestockSubscriptions((dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse>) responseObserver);
          break;
        case METHODID_DELETE_RESTOCK_SUBSCRIPTION:
          serviceImpl.deleteRestockSubscription((dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse>) responseObserver);
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
          getUpsertProductVariantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpsertProductVariantRequest,
              dev.holdfast.inventory.v1.UpsertProductVariantResponse>(
                service, METHODID_UPSERT_PRODUCT_VARIANT)))
        .addMethod(
          getGetProductVariantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetProductVariantRequest,
              dev.holdfast.inventory.v1.GetProductVariantResponse>(
                service, METHODID_GET_PRODUCT_VARIANT)))
        .addMethod(
          getBatchGetProductVariantsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetProductVariantsRequest,
              dev.holdfast.inventory.v1.BatchGetProductVariantsResponse>(
                service, METHODID_BATCH_GET_PRODUCT_VARIANTS)))
        .addMethod(
          getListProductVariantsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListProductVariantsRequest,
              dev.holdfast.inventory.v1.ListProductVariantsResponse>(
                service, METHODID_LIST_PRODUCT_VARIANTS)))
        .addMethod(
          getDeleteProductVariantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteProductVariantRequest,
              dev.holdfast.inventory.v1.DeleteProductVariantResponse>(
                service, METHODID_DELETE_PRODUCT_VARIANT)))
        .addMethod(
          getUndeleteProductVariantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UndeleteProductVariantRequest,
              dev.holdfast.inventory.v1.UndeleteProductVariantResponse>(
                service, METHODID_UNDELETE_PRODUCT_VARIANT)))
        .addMethod(
          getGetVariantAvailabilityMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetVariantAvailabilityRequest,
              dev.holdfast.inventory.v1.GetVariantAvailabilityResponse>(
                service, METHODID_GET_VARIANT_AVAILABILITY)))
        .addMethod(
          getBatchGetVariantAvailabilityMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetVariantAvailabilityRequest,
              dev.holdfast.inventory.v1.BatchGetVariantAvailabilityResponse>(
                service, METHODID_BATCH_GET_VARIANT_AVAILABILITY)))
        .addMethod(
          getSubscribeRestockMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.SubscribeRestockRequest,
              dev.holdfast.inventory.v1.SubscribeRestockResponse>(
                service, METHODID_SUBSCRIBE_RESTOCK)))
        .addMethod(
          getListRestockSubscriptionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListRestockSubscriptionsRequest,
              dev.holdfast.inventory.v1.ListRestockSubscriptionsResponse>(
                service, METHODID_LIST_RESTOCK_SUBSCRIPTIONS)))
        .addMethod(
          getDeleteRestockSubscriptionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteRestockSubscriptionRequest,
              dev.holdfast.inventory.v1.DeleteRestockSubscriptionResponse>(
                service, METHODID_DELETE_RESTOCK_SUBSCRIPTION)))
        .build();
  }

  private static abstract class CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CatalogServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.holdfast.inventory.v1.CatalogServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CatalogService");
    }
  }

  private static final class CatalogServiceFileDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier {
    CatalogServiceFileDescriptorSupplier() {}
  }

  private static final class CatalogServiceMethodDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CatalogServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CatalogServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CatalogServiceFileDescriptorSupplier())
              .addMethod(getUpsertProductVariantMethod())
              .addMethod(getGetProductVariantMethod())
              .addMethod(getBatchGetProductVariantsMethod())
              .addMethod(getListProductVariantsMethod())
              .addMethod(getDeleteProductVariantMethod())
              .addMethod(getUndeleteProductVariantMethod())
              .addMethod(getGetVariantAvailabilityMethod())
              .addMethod(getBatchGetVariantAvailabilityMethod())
              .addMethod(getSubscribeRestockMethod())
              .addMethod(getListRestockSubscriptionsMethod())
              .addMethod(getDeleteRestockSubscriptionMethod())
              .build();
        }
      }
    }
    return result;
  }
}
