package dev.holdfast.inventory.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
 * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
 * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class InventoryServiceGrpc {

  private InventoryServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "holdfast.inventory.v1.InventoryService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryItemRequest,
      dev.holdfast.inventory.v1.CreateInventoryItemResponse> getCreateInventoryItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateInventoryItem",
      requestType = dev.holdfast.inventory.v1.CreateInventoryItemRequest.class,
      responseType = dev.holdfast.inventory.v1.CreateInventoryItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryItemRequest,
      dev.holdfast.inventory.v1.CreateInventoryItemResponse> getCreateInventoryItemMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryItemRequest, dev.holdfast.inventory.v1.CreateInventoryItemResponse> getCreateInventoryItemMethod;
    if ((getCreateInventoryItemMethod = InventoryServiceGrpc.getCreateInventoryItemMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getCreateInventoryItemMethod = InventoryServiceGrpc.getCreateInventoryItemMethod) == null) {
          InventoryServiceGrpc.getCreateInventoryItemMethod = getCreateInventoryItemMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.CreateInventoryItemRequest, dev.holdfast.inventory.v1.CreateInventoryItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateInventoryItem"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateInventoryItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateInventoryItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("CreateInventoryItem"))
              .build();
        }
      }
    }
    return getCreateInventoryItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryItemRequest,
      dev.holdfast.inventory.v1.GetInventoryItemResponse> getGetInventoryItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetInventoryItem",
      requestType = dev.holdfast.inventory.v1.GetInventoryItemRequest.class,
      responseType = dev.holdfast.inventory.v1.GetInventoryItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryItemRequest,
      dev.holdfast.inventory.v1.GetInventoryItemResponse> getGetInventoryItemMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryItemRequest, dev.holdfast.inventory.v1.GetInventoryItemResponse> getGetInventoryItemMethod;
    if ((getGetInventoryItemMethod = InventoryServiceGrpc.getGetInventoryItemMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getGetInventoryItemMethod = InventoryServiceGrpc.getGetInventoryItemMethod) == null) {
          InventoryServiceGrpc.getGetInventoryItemMethod = getGetInventoryItemMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetInventoryItemRequest, dev.holdfast.inventory.v1.GetInventoryItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetInventoryItem"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetInventoryItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetInventoryItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("GetInventoryItem"))
              .build();
        }
      }
    }
    return getGetInventoryItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest,
      dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> getBatchGetInventoryItemsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetInventoryItems",
      requestType = dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest,
      dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> getBatchGetInventoryItemsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest, dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> getBatchGetInventoryItemsMethod;
    if ((getBatchGetInventoryItemsMethod = InventoryServiceGrpc.getBatchGetInventoryItemsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchGetInventoryItemsMethod = InventoryServiceGrpc.getBatchGetInventoryItemsMethod) == null) {
          InventoryServiceGrpc.getBatchGetInventoryItemsMethod = getBatchGetInventoryItemsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest, dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetInventoryItems"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchGetInventoryItems"))
              .build();
        }
      }
    }
    return getBatchGetInventoryItemsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryItemsRequest,
      dev.holdfast.inventory.v1.ListInventoryItemsResponse> getListInventoryItemsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListInventoryItems",
      requestType = dev.holdfast.inventory.v1.ListInventoryItemsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListInventoryItemsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryItemsRequest,
      dev.holdfast.inventory.v1.ListInventoryItemsResponse> getListInventoryItemsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryItemsRequest, dev.holdfast.inventory.v1.ListInventoryItemsResponse> getListInventoryItemsMethod;
    if ((getListInventoryItemsMethod = InventoryServiceGrpc.getListInventoryItemsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getListInventoryItemsMethod = InventoryServiceGrpc.getListInventoryItemsMethod) == null) {
          InventoryServiceGrpc.getListInventoryItemsMethod = getListInventoryItemsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListInventoryItemsRequest, dev.holdfast.inventory.v1.ListInventoryItemsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListInventoryItems"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListInventoryItemsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListInventoryItemsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ListInventoryItems"))
              .build();
        }
      }
    }
    return getListInventoryItemsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryItemRequest,
      dev.holdfast.inventory.v1.UpdateInventoryItemResponse> getUpdateInventoryItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateInventoryItem",
      requestType = dev.holdfast.inventory.v1.UpdateInventoryItemRequest.class,
      responseType = dev.holdfast.inventory.v1.UpdateInventoryItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryItemRequest,
      dev.holdfast.inventory.v1.UpdateInventoryItemResponse> getUpdateInventoryItemMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryItemRequest, dev.holdfast.inventory.v1.UpdateInventoryItemResponse> getUpdateInventoryItemMethod;
    if ((getUpdateInventoryItemMethod = InventoryServiceGrpc.getUpdateInventoryItemMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getUpdateInventoryItemMethod = InventoryServiceGrpc.getUpdateInventoryItemMethod) == null) {
          InventoryServiceGrpc.getUpdateInventoryItemMethod = getUpdateInventoryItemMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpdateInventoryItemRequest, dev.holdfast.inventory.v1.UpdateInventoryItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateInventoryItem"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateInventoryItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateInventoryItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("UpdateInventoryItem"))
              .build();
        }
      }
    }
    return getUpdateInventoryItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryItemRequest,
      dev.holdfast.inventory.v1.DeleteInventoryItemResponse> getDeleteInventoryItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteInventoryItem",
      requestType = dev.holdfast.inventory.v1.DeleteInventoryItemRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteInventoryItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryItemRequest,
      dev.holdfast.inventory.v1.DeleteInventoryItemResponse> getDeleteInventoryItemMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryItemRequest, dev.holdfast.inventory.v1.DeleteInventoryItemResponse> getDeleteInventoryItemMethod;
    if ((getDeleteInventoryItemMethod = InventoryServiceGrpc.getDeleteInventoryItemMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getDeleteInventoryItemMethod = InventoryServiceGrpc.getDeleteInventoryItemMethod) == null) {
          InventoryServiceGrpc.getDeleteInventoryItemMethod = getDeleteInventoryItemMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteInventoryItemRequest, dev.holdfast.inventory.v1.DeleteInventoryItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteInventoryItem"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteInventoryItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteInventoryItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("DeleteInventoryItem"))
              .build();
        }
      }
    }
    return getDeleteInventoryItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteInventoryItemRequest,
      dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> getUndeleteInventoryItemMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UndeleteInventoryItem",
      requestType = dev.holdfast.inventory.v1.UndeleteInventoryItemRequest.class,
      responseType = dev.holdfast.inventory.v1.UndeleteInventoryItemResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteInventoryItemRequest,
      dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> getUndeleteInventoryItemMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UndeleteInventoryItemRequest, dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> getUndeleteInventoryItemMethod;
    if ((getUndeleteInventoryItemMethod = InventoryServiceGrpc.getUndeleteInventoryItemMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getUndeleteInventoryItemMethod = InventoryServiceGrpc.getUndeleteInventoryItemMethod) == null) {
          InventoryServiceGrpc.getUndeleteInventoryItemMethod = getUndeleteInventoryItemMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UndeleteInventoryItemRequest, dev.holdfast.inventory.v1.UndeleteInventoryItemResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UndeleteInventoryItem"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteInventoryItemRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UndeleteInventoryItemResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("UndeleteInventoryItem"))
              .build();
        }
      }
    }
    return getUndeleteInventoryItemMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest,
      dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> getBatchCreateInventoryItemsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreateInventoryItems",
      requestType = dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest,
      dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> getBatchCreateInventoryItemsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest, dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> getBatchCreateInventoryItemsMethod;
    if ((getBatchCreateInventoryItemsMethod = InventoryServiceGrpc.getBatchCreateInventoryItemsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchCreateInventoryItemsMethod = InventoryServiceGrpc.getBatchCreateInventoryItemsMethod) == null) {
          InventoryServiceGrpc.getBatchCreateInventoryItemsMethod = getBatchCreateInventoryItemsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest, dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreateInventoryItems"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchCreateInventoryItems"))
              .build();
        }
      }
    }
    return getBatchCreateInventoryItemsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryLevelRequest,
      dev.holdfast.inventory.v1.CreateInventoryLevelResponse> getCreateInventoryLevelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateInventoryLevel",
      requestType = dev.holdfast.inventory.v1.CreateInventoryLevelRequest.class,
      responseType = dev.holdfast.inventory.v1.CreateInventoryLevelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryLevelRequest,
      dev.holdfast.inventory.v1.CreateInventoryLevelResponse> getCreateInventoryLevelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateInventoryLevelRequest, dev.holdfast.inventory.v1.CreateInventoryLevelResponse> getCreateInventoryLevelMethod;
    if ((getCreateInventoryLevelMethod = InventoryServiceGrpc.getCreateInventoryLevelMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getCreateInventoryLevelMethod = InventoryServiceGrpc.getCreateInventoryLevelMethod) == null) {
          InventoryServiceGrpc.getCreateInventoryLevelMethod = getCreateInventoryLevelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.CreateInventoryLevelRequest, dev.holdfast.inventory.v1.CreateInventoryLevelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateInventoryLevel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateInventoryLevelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateInventoryLevelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("CreateInventoryLevel"))
              .build();
        }
      }
    }
    return getCreateInventoryLevelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest,
      dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> getBatchCreateInventoryLevelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreateInventoryLevels",
      requestType = dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest,
      dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> getBatchCreateInventoryLevelsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest, dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> getBatchCreateInventoryLevelsMethod;
    if ((getBatchCreateInventoryLevelsMethod = InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchCreateInventoryLevelsMethod = InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod) == null) {
          InventoryServiceGrpc.getBatchCreateInventoryLevelsMethod = getBatchCreateInventoryLevelsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest, dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreateInventoryLevels"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchCreateInventoryLevels"))
              .build();
        }
      }
    }
    return getBatchCreateInventoryLevelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryLevelRequest,
      dev.holdfast.inventory.v1.GetInventoryLevelResponse> getGetInventoryLevelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetInventoryLevel",
      requestType = dev.holdfast.inventory.v1.GetInventoryLevelRequest.class,
      responseType = dev.holdfast.inventory.v1.GetInventoryLevelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryLevelRequest,
      dev.holdfast.inventory.v1.GetInventoryLevelResponse> getGetInventoryLevelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetInventoryLevelRequest, dev.holdfast.inventory.v1.GetInventoryLevelResponse> getGetInventoryLevelMethod;
    if ((getGetInventoryLevelMethod = InventoryServiceGrpc.getGetInventoryLevelMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getGetInventoryLevelMethod = InventoryServiceGrpc.getGetInventoryLevelMethod) == null) {
          InventoryServiceGrpc.getGetInventoryLevelMethod = getGetInventoryLevelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetInventoryLevelRequest, dev.holdfast.inventory.v1.GetInventoryLevelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetInventoryLevel"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetInventoryLevelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetInventoryLevelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("GetInventoryLevel"))
              .build();
        }
      }
    }
    return getGetInventoryLevelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest,
      dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> getBatchGetInventoryLevelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetInventoryLevels",
      requestType = dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest,
      dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> getBatchGetInventoryLevelsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest, dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> getBatchGetInventoryLevelsMethod;
    if ((getBatchGetInventoryLevelsMethod = InventoryServiceGrpc.getBatchGetInventoryLevelsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchGetInventoryLevelsMethod = InventoryServiceGrpc.getBatchGetInventoryLevelsMethod) == null) {
          InventoryServiceGrpc.getBatchGetInventoryLevelsMethod = getBatchGetInventoryLevelsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest, dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetInventoryLevels"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchGetInventoryLevels"))
              .build();
        }
      }
    }
    return getBatchGetInventoryLevelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryLevelsRequest,
      dev.holdfast.inventory.v1.ListInventoryLevelsResponse> getListInventoryLevelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListInventoryLevels",
      requestType = dev.holdfast.inventory.v1.ListInventoryLevelsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListInventoryLevelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryLevelsRequest,
      dev.holdfast.inventory.v1.ListInventoryLevelsResponse> getListInventoryLevelsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListInventoryLevelsRequest, dev.holdfast.inventory.v1.ListInventoryLevelsResponse> getListInventoryLevelsMethod;
    if ((getListInventoryLevelsMethod = InventoryServiceGrpc.getListInventoryLevelsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getListInventoryLevelsMethod = InventoryServiceGrpc.getListInventoryLevelsMethod) == null) {
          InventoryServiceGrpc.getListInventoryLevelsMethod = getListInventoryLevelsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListInventoryLevelsRequest, dev.holdfast.inventory.v1.ListInventoryLevelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListInventoryLevels"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListInventoryLevelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListInventoryLevelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ListInventoryLevels"))
              .build();
        }
      }
    }
    return getListInventoryLevelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryLevelRequest,
      dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> getUpdateInventoryLevelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateInventoryLevel",
      requestType = dev.holdfast.inventory.v1.UpdateInventoryLevelRequest.class,
      responseType = dev.holdfast.inventory.v1.UpdateInventoryLevelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryLevelRequest,
      dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> getUpdateInventoryLevelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateInventoryLevelRequest, dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> getUpdateInventoryLevelMethod;
    if ((getUpdateInventoryLevelMethod = InventoryServiceGrpc.getUpdateInventoryLevelMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getUpdateInventoryLevelMethod = InventoryServiceGrpc.getUpdateInventoryLevelMethod) == null) {
          InventoryServiceGrpc.getUpdateInventoryLevelMethod = getUpdateInventoryLevelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpdateInventoryLevelRequest, dev.holdfast.inventory.v1.UpdateInventoryLevelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateInventoryLevel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateInventoryLevelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateInventoryLevelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("UpdateInventoryLevel"))
              .build();
        }
      }
    }
    return getUpdateInventoryLevelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryLevelRequest,
      dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> getDeleteInventoryLevelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteInventoryLevel",
      requestType = dev.holdfast.inventory.v1.DeleteInventoryLevelRequest.class,
      responseType = dev.holdfast.inventory.v1.DeleteInventoryLevelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryLevelRequest,
      dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> getDeleteInventoryLevelMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.DeleteInventoryLevelRequest, dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> getDeleteInventoryLevelMethod;
    if ((getDeleteInventoryLevelMethod = InventoryServiceGrpc.getDeleteInventoryLevelMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getDeleteInventoryLevelMethod = InventoryServiceGrpc.getDeleteInventoryLevelMethod) == null) {
          InventoryServiceGrpc.getDeleteInventoryLevelMethod = getDeleteInventoryLevelMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.DeleteInventoryLevelRequest, dev.holdfast.inventory.v1.DeleteInventoryLevelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteInventoryLevel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteInventoryLevelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.DeleteInventoryLevelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("DeleteInventoryLevel"))
              .build();
        }
      }
    }
    return getDeleteInventoryLevelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.AdjustInventoryRequest,
      dev.holdfast.inventory.v1.AdjustInventoryResponse> getAdjustInventoryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AdjustInventory",
      requestType = dev.holdfast.inventory.v1.AdjustInventoryRequest.class,
      responseType = dev.holdfast.inventory.v1.AdjustInventoryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.AdjustInventoryRequest,
      dev.holdfast.inventory.v1.AdjustInventoryResponse> getAdjustInventoryMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.AdjustInventoryRequest, dev.holdfast.inventory.v1.AdjustInventoryResponse> getAdjustInventoryMethod;
    if ((getAdjustInventoryMethod = InventoryServiceGrpc.getAdjustInventoryMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getAdjustInventoryMethod = InventoryServiceGrpc.getAdjustInventoryMethod) == null) {
          InventoryServiceGrpc.getAdjustInventoryMethod = getAdjustInventoryMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.AdjustInventoryRequest, dev.holdfast.inventory.v1.AdjustInventoryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AdjustInventory"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.AdjustInventoryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.AdjustInventoryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("AdjustInventory"))
              .build();
        }
      }
    }
    return getAdjustInventoryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SetInventoryRequest,
      dev.holdfast.inventory.v1.SetInventoryResponse> getSetInventoryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetInventory",
      requestType = dev.holdfast.inventory.v1.SetInventoryRequest.class,
      responseType = dev.holdfast.inventory.v1.SetInventoryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SetInventoryRequest,
      dev.holdfast.inventory.v1.SetInventoryResponse> getSetInventoryMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.SetInventoryRequest, dev.holdfast.inventory.v1.SetInventoryResponse> getSetInventoryMethod;
    if ((getSetInventoryMethod = InventoryServiceGrpc.getSetInventoryMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getSetInventoryMethod = InventoryServiceGrpc.getSetInventoryMethod) == null) {
          InventoryServiceGrpc.getSetInventoryMethod = getSetInventoryMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.SetInventoryRequest, dev.holdfast.inventory.v1.SetInventoryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetInventory"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.SetInventoryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.SetInventoryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("SetInventory"))
              .build();
        }
      }
    }
    return getSetInventoryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.MoveInventoryRequest,
      dev.holdfast.inventory.v1.MoveInventoryResponse> getMoveInventoryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "MoveInventory",
      requestType = dev.holdfast.inventory.v1.MoveInventoryRequest.class,
      responseType = dev.holdfast.inventory.v1.MoveInventoryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.MoveInventoryRequest,
      dev.holdfast.inventory.v1.MoveInventoryResponse> getMoveInventoryMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.MoveInventoryRequest, dev.holdfast.inventory.v1.MoveInventoryResponse> getMoveInventoryMethod;
    if ((getMoveInventoryMethod = InventoryServiceGrpc.getMoveInventoryMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getMoveInventoryMethod = InventoryServiceGrpc.getMoveInventoryMethod) == null) {
          InventoryServiceGrpc.getMoveInventoryMethod = getMoveInventoryMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.MoveInventoryRequest, dev.holdfast.inventory.v1.MoveInventoryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "MoveInventory"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.MoveInventoryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.MoveInventoryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("MoveInventory"))
              .build();
        }
      }
    }
    return getMoveInventoryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchAdjustInventoryRequest,
      dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> getBatchAdjustInventoryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchAdjustInventory",
      requestType = dev.holdfast.inventory.v1.BatchAdjustInventoryRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchAdjustInventoryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchAdjustInventoryRequest,
      dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> getBatchAdjustInventoryMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchAdjustInventoryRequest, dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> getBatchAdjustInventoryMethod;
    if ((getBatchAdjustInventoryMethod = InventoryServiceGrpc.getBatchAdjustInventoryMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchAdjustInventoryMethod = InventoryServiceGrpc.getBatchAdjustInventoryMethod) == null) {
          InventoryServiceGrpc.getBatchAdjustInventoryMethod = getBatchAdjustInventoryMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchAdjustInventoryRequest, dev.holdfast.inventory.v1.BatchAdjustInventoryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchAdjustInventory"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchAdjustInventoryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchAdjustInventoryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchAdjustInventory"))
              .build();
        }
      }
    }
    return getBatchAdjustInventoryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockMovementsRequest,
      dev.holdfast.inventory.v1.ListStockMovementsResponse> getListStockMovementsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListStockMovements",
      requestType = dev.holdfast.inventory.v1.ListStockMovementsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListStockMovementsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockMovementsRequest,
      dev.holdfast.inventory.v1.ListStockMovementsResponse> getListStockMovementsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListStockMovementsRequest, dev.holdfast.inventory.v1.ListStockMovementsResponse> getListStockMovementsMethod;
    if ((getListStockMovementsMethod = InventoryServiceGrpc.getListStockMovementsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getListStockMovementsMethod = InventoryServiceGrpc.getListStockMovementsMethod) == null) {
          InventoryServiceGrpc.getListStockMovementsMethod = getListStockMovementsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListStockMovementsRequest, dev.holdfast.inventory.v1.ListStockMovementsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListStockMovements"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListStockMovementsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListStockMovementsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ListStockMovements"))
              .build();
        }
      }
    }
    return getListStockMovementsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateReservationRequest,
      dev.holdfast.inventory.v1.CreateReservationResponse> getCreateReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateReservation",
      requestType = dev.holdfast.inventory.v1.CreateReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.CreateReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateReservationRequest,
      dev.holdfast.inventory.v1.CreateReservationResponse> getCreateReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.CreateReservationRequest, dev.holdfast.inventory.v1.CreateReservationResponse> getCreateReservationMethod;
    if ((getCreateReservationMethod = InventoryServiceGrpc.getCreateReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getCreateReservationMethod = InventoryServiceGrpc.getCreateReservationMethod) == null) {
          InventoryServiceGrpc.getCreateReservationMethod = getCreateReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.CreateReservationRequest, dev.holdfast.inventory.v1.CreateReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.CreateReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("CreateReservation"))
              .build();
        }
      }
    }
    return getCreateReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateReservationsRequest,
      dev.holdfast.inventory.v1.BatchCreateReservationsResponse> getBatchCreateReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreateReservations",
      requestType = dev.holdfast.inventory.v1.BatchCreateReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchCreateReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateReservationsRequest,
      dev.holdfast.inventory.v1.BatchCreateReservationsResponse> getBatchCreateReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchCreateReservationsRequest, dev.holdfast.inventory.v1.BatchCreateReservationsResponse> getBatchCreateReservationsMethod;
    if ((getBatchCreateReservationsMethod = InventoryServiceGrpc.getBatchCreateReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchCreateReservationsMethod = InventoryServiceGrpc.getBatchCreateReservationsMethod) == null) {
          InventoryServiceGrpc.getBatchCreateReservationsMethod = getBatchCreateReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchCreateReservationsRequest, dev.holdfast.inventory.v1.BatchCreateReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreateReservations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchCreateReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchCreateReservations"))
              .build();
        }
      }
    }
    return getBatchCreateReservationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetReservationRequest,
      dev.holdfast.inventory.v1.GetReservationResponse> getGetReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetReservation",
      requestType = dev.holdfast.inventory.v1.GetReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.GetReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetReservationRequest,
      dev.holdfast.inventory.v1.GetReservationResponse> getGetReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetReservationRequest, dev.holdfast.inventory.v1.GetReservationResponse> getGetReservationMethod;
    if ((getGetReservationMethod = InventoryServiceGrpc.getGetReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getGetReservationMethod = InventoryServiceGrpc.getGetReservationMethod) == null) {
          InventoryServiceGrpc.getGetReservationMethod = getGetReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetReservationRequest, dev.holdfast.inventory.v1.GetReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetReservation"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("GetReservation"))
              .build();
        }
      }
    }
    return getGetReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetReservationsRequest,
      dev.holdfast.inventory.v1.BatchGetReservationsResponse> getBatchGetReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetReservations",
      requestType = dev.holdfast.inventory.v1.BatchGetReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetReservationsRequest,
      dev.holdfast.inventory.v1.BatchGetReservationsResponse> getBatchGetReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetReservationsRequest, dev.holdfast.inventory.v1.BatchGetReservationsResponse> getBatchGetReservationsMethod;
    if ((getBatchGetReservationsMethod = InventoryServiceGrpc.getBatchGetReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchGetReservationsMethod = InventoryServiceGrpc.getBatchGetReservationsMethod) == null) {
          InventoryServiceGrpc.getBatchGetReservationsMethod = getBatchGetReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetReservationsRequest, dev.holdfast.inventory.v1.BatchGetReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetReservations"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchGetReservations"))
              .build();
        }
      }
    }
    return getBatchGetReservationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListReservationsRequest,
      dev.holdfast.inventory.v1.ListReservationsResponse> getListReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListReservations",
      requestType = dev.holdfast.inventory.v1.ListReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.ListReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListReservationsRequest,
      dev.holdfast.inventory.v1.ListReservationsResponse> getListReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ListReservationsRequest, dev.holdfast.inventory.v1.ListReservationsResponse> getListReservationsMethod;
    if ((getListReservationsMethod = InventoryServiceGrpc.getListReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getListReservationsMethod = InventoryServiceGrpc.getListReservationsMethod) == null) {
          InventoryServiceGrpc.getListReservationsMethod = getListReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ListReservationsRequest, dev.holdfast.inventory.v1.ListReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListReservations"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ListReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ListReservations"))
              .build();
        }
      }
    }
    return getListReservationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateReservationRequest,
      dev.holdfast.inventory.v1.UpdateReservationResponse> getUpdateReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateReservation",
      requestType = dev.holdfast.inventory.v1.UpdateReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.UpdateReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateReservationRequest,
      dev.holdfast.inventory.v1.UpdateReservationResponse> getUpdateReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.UpdateReservationRequest, dev.holdfast.inventory.v1.UpdateReservationResponse> getUpdateReservationMethod;
    if ((getUpdateReservationMethod = InventoryServiceGrpc.getUpdateReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getUpdateReservationMethod = InventoryServiceGrpc.getUpdateReservationMethod) == null) {
          InventoryServiceGrpc.getUpdateReservationMethod = getUpdateReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.UpdateReservationRequest, dev.holdfast.inventory.v1.UpdateReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.UpdateReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("UpdateReservation"))
              .build();
        }
      }
    }
    return getUpdateReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchUpdateReservationsRequest,
      dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> getBatchUpdateReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchUpdateReservations",
      requestType = dev.holdfast.inventory.v1.BatchUpdateReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchUpdateReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchUpdateReservationsRequest,
      dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> getBatchUpdateReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchUpdateReservationsRequest, dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> getBatchUpdateReservationsMethod;
    if ((getBatchUpdateReservationsMethod = InventoryServiceGrpc.getBatchUpdateReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchUpdateReservationsMethod = InventoryServiceGrpc.getBatchUpdateReservationsMethod) == null) {
          InventoryServiceGrpc.getBatchUpdateReservationsMethod = getBatchUpdateReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchUpdateReservationsRequest, dev.holdfast.inventory.v1.BatchUpdateReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchUpdateReservations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchUpdateReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchUpdateReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchUpdateReservations"))
              .build();
        }
      }
    }
    return getBatchUpdateReservationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ExtendReservationRequest,
      dev.holdfast.inventory.v1.ExtendReservationResponse> getExtendReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExtendReservation",
      requestType = dev.holdfast.inventory.v1.ExtendReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.ExtendReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ExtendReservationRequest,
      dev.holdfast.inventory.v1.ExtendReservationResponse> getExtendReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ExtendReservationRequest, dev.holdfast.inventory.v1.ExtendReservationResponse> getExtendReservationMethod;
    if ((getExtendReservationMethod = InventoryServiceGrpc.getExtendReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getExtendReservationMethod = InventoryServiceGrpc.getExtendReservationMethod) == null) {
          InventoryServiceGrpc.getExtendReservationMethod = getExtendReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ExtendReservationRequest, dev.holdfast.inventory.v1.ExtendReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExtendReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ExtendReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ExtendReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ExtendReservation"))
              .build();
        }
      }
    }
    return getExtendReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmReservationRequest,
      dev.holdfast.inventory.v1.ConfirmReservationResponse> getConfirmReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ConfirmReservation",
      requestType = dev.holdfast.inventory.v1.ConfirmReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.ConfirmReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmReservationRequest,
      dev.holdfast.inventory.v1.ConfirmReservationResponse> getConfirmReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmReservationRequest, dev.holdfast.inventory.v1.ConfirmReservationResponse> getConfirmReservationMethod;
    if ((getConfirmReservationMethod = InventoryServiceGrpc.getConfirmReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getConfirmReservationMethod = InventoryServiceGrpc.getConfirmReservationMethod) == null) {
          InventoryServiceGrpc.getConfirmReservationMethod = getConfirmReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ConfirmReservationRequest, dev.holdfast.inventory.v1.ConfirmReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ConfirmReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ConfirmReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ConfirmReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ConfirmReservation"))
              .build();
        }
      }
    }
    return getConfirmReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReleaseReservationRequest,
      dev.holdfast.inventory.v1.ReleaseReservationResponse> getReleaseReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReleaseReservation",
      requestType = dev.holdfast.inventory.v1.ReleaseReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.ReleaseReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReleaseReservationRequest,
      dev.holdfast.inventory.v1.ReleaseReservationResponse> getReleaseReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReleaseReservationRequest, dev.holdfast.inventory.v1.ReleaseReservationResponse> getReleaseReservationMethod;
    if ((getReleaseReservationMethod = InventoryServiceGrpc.getReleaseReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getReleaseReservationMethod = InventoryServiceGrpc.getReleaseReservationMethod) == null) {
          InventoryServiceGrpc.getReleaseReservationMethod = getReleaseReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ReleaseReservationRequest, dev.holdfast.inventory.v1.ReleaseReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReleaseReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReleaseReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReleaseReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ReleaseReservation"))
              .build();
        }
      }
    }
    return getReleaseReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.FulfillReservationRequest,
      dev.holdfast.inventory.v1.FulfillReservationResponse> getFulfillReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "FulfillReservation",
      requestType = dev.holdfast.inventory.v1.FulfillReservationRequest.class,
      responseType = dev.holdfast.inventory.v1.FulfillReservationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.FulfillReservationRequest,
      dev.holdfast.inventory.v1.FulfillReservationResponse> getFulfillReservationMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.FulfillReservationRequest, dev.holdfast.inventory.v1.FulfillReservationResponse> getFulfillReservationMethod;
    if ((getFulfillReservationMethod = InventoryServiceGrpc.getFulfillReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getFulfillReservationMethod = InventoryServiceGrpc.getFulfillReservationMethod) == null) {
          InventoryServiceGrpc.getFulfillReservationMethod = getFulfillReservationMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.FulfillReservationRequest, dev.holdfast.inventory.v1.FulfillReservationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "FulfillReservation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.FulfillReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.FulfillReservationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("FulfillReservation"))
              .build();
        }
      }
    }
    return getFulfillReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReverseFulfillmentRequest,
      dev.holdfast.inventory.v1.ReverseFulfillmentResponse> getReverseFulfillmentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReverseFulfillment",
      requestType = dev.holdfast.inventory.v1.ReverseFulfillmentRequest.class,
      responseType = dev.holdfast.inventory.v1.ReverseFulfillmentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReverseFulfillmentRequest,
      dev.holdfast.inventory.v1.ReverseFulfillmentResponse> getReverseFulfillmentMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReverseFulfillmentRequest, dev.holdfast.inventory.v1.ReverseFulfillmentResponse> getReverseFulfillmentMethod;
    if ((getReverseFulfillmentMethod = InventoryServiceGrpc.getReverseFulfillmentMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getReverseFulfillmentMethod = InventoryServiceGrpc.getReverseFulfillmentMethod) == null) {
          InventoryServiceGrpc.getReverseFulfillmentMethod = getReverseFulfillmentMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ReverseFulfillmentRequest, dev.holdfast.inventory.v1.ReverseFulfillmentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReverseFulfillment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReverseFulfillmentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReverseFulfillmentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ReverseFulfillment"))
              .build();
        }
      }
    }
    return getReverseFulfillmentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchReleaseReservationsRequest,
      dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> getBatchReleaseReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchReleaseReservations",
      requestType = dev.holdfast.inventory.v1.BatchReleaseReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchReleaseReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchReleaseReservationsRequest,
      dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> getBatchReleaseReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchReleaseReservationsRequest, dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> getBatchReleaseReservationsMethod;
    if ((getBatchReleaseReservationsMethod = InventoryServiceGrpc.getBatchReleaseReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchReleaseReservationsMethod = InventoryServiceGrpc.getBatchReleaseReservationsMethod) == null) {
          InventoryServiceGrpc.getBatchReleaseReservationsMethod = getBatchReleaseReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchReleaseReservationsRequest, dev.holdfast.inventory.v1.BatchReleaseReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchReleaseReservations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchReleaseReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchReleaseReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchReleaseReservations"))
              .build();
        }
      }
    }
    return getBatchReleaseReservationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReceiveReturnRequest,
      dev.holdfast.inventory.v1.ReceiveReturnResponse> getReceiveReturnMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReceiveReturn",
      requestType = dev.holdfast.inventory.v1.ReceiveReturnRequest.class,
      responseType = dev.holdfast.inventory.v1.ReceiveReturnResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReceiveReturnRequest,
      dev.holdfast.inventory.v1.ReceiveReturnResponse> getReceiveReturnMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ReceiveReturnRequest, dev.holdfast.inventory.v1.ReceiveReturnResponse> getReceiveReturnMethod;
    if ((getReceiveReturnMethod = InventoryServiceGrpc.getReceiveReturnMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getReceiveReturnMethod = InventoryServiceGrpc.getReceiveReturnMethod) == null) {
          InventoryServiceGrpc.getReceiveReturnMethod = getReceiveReturnMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ReceiveReturnRequest, dev.holdfast.inventory.v1.ReceiveReturnResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReceiveReturn"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReceiveReturnRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ReceiveReturnResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ReceiveReturn"))
              .build();
        }
      }
    }
    return getReceiveReturnMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmInventoryRequest,
      dev.holdfast.inventory.v1.ConfirmInventoryResponse> getConfirmInventoryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ConfirmInventory",
      requestType = dev.holdfast.inventory.v1.ConfirmInventoryRequest.class,
      responseType = dev.holdfast.inventory.v1.ConfirmInventoryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmInventoryRequest,
      dev.holdfast.inventory.v1.ConfirmInventoryResponse> getConfirmInventoryMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.ConfirmInventoryRequest, dev.holdfast.inventory.v1.ConfirmInventoryResponse> getConfirmInventoryMethod;
    if ((getConfirmInventoryMethod = InventoryServiceGrpc.getConfirmInventoryMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getConfirmInventoryMethod = InventoryServiceGrpc.getConfirmInventoryMethod) == null) {
          InventoryServiceGrpc.getConfirmInventoryMethod = getConfirmInventoryMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.ConfirmInventoryRequest, dev.holdfast.inventory.v1.ConfirmInventoryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ConfirmInventory"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ConfirmInventoryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.ConfirmInventoryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ConfirmInventory"))
              .build();
        }
      }
    }
    return getConfirmInventoryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetAvailabilityRequest,
      dev.holdfast.inventory.v1.GetAvailabilityResponse> getGetAvailabilityMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAvailability",
      requestType = dev.holdfast.inventory.v1.GetAvailabilityRequest.class,
      responseType = dev.holdfast.inventory.v1.GetAvailabilityResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetAvailabilityRequest,
      dev.holdfast.inventory.v1.GetAvailabilityResponse> getGetAvailabilityMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.GetAvailabilityRequest, dev.holdfast.inventory.v1.GetAvailabilityResponse> getGetAvailabilityMethod;
    if ((getGetAvailabilityMethod = InventoryServiceGrpc.getGetAvailabilityMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getGetAvailabilityMethod = InventoryServiceGrpc.getGetAvailabilityMethod) == null) {
          InventoryServiceGrpc.getGetAvailabilityMethod = getGetAvailabilityMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.GetAvailabilityRequest, dev.holdfast.inventory.v1.GetAvailabilityResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAvailability"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetAvailabilityRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.GetAvailabilityResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("GetAvailability"))
              .build();
        }
      }
    }
    return getGetAvailabilityMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetAvailabilityRequest,
      dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> getBatchGetAvailabilityMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetAvailability",
      requestType = dev.holdfast.inventory.v1.BatchGetAvailabilityRequest.class,
      responseType = dev.holdfast.inventory.v1.BatchGetAvailabilityResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetAvailabilityRequest,
      dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> getBatchGetAvailabilityMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.BatchGetAvailabilityRequest, dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> getBatchGetAvailabilityMethod;
    if ((getBatchGetAvailabilityMethod = InventoryServiceGrpc.getBatchGetAvailabilityMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchGetAvailabilityMethod = InventoryServiceGrpc.getBatchGetAvailabilityMethod) == null) {
          InventoryServiceGrpc.getBatchGetAvailabilityMethod = getBatchGetAvailabilityMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.BatchGetAvailabilityRequest, dev.holdfast.inventory.v1.BatchGetAvailabilityResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetAvailability"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetAvailabilityRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.BatchGetAvailabilityResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchGetAvailability"))
              .build();
        }
      }
    }
    return getBatchGetAvailabilityMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.StreamReservationsRequest,
      dev.holdfast.inventory.v1.StreamReservationsResponse> getStreamReservationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamReservations",
      requestType = dev.holdfast.inventory.v1.StreamReservationsRequest.class,
      responseType = dev.holdfast.inventory.v1.StreamReservationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.StreamReservationsRequest,
      dev.holdfast.inventory.v1.StreamReservationsResponse> getStreamReservationsMethod() {
    io.grpc.MethodDescriptor<dev.holdfast.inventory.v1.StreamReservationsRequest, dev.holdfast.inventory.v1.StreamReservationsResponse> getStreamReservationsMethod;
    if ((getStreamReservationsMethod = InventoryServiceGrpc.getStreamReservationsMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getStreamReservationsMethod = InventoryServiceGrpc.getStreamReservationsMethod) == null) {
          InventoryServiceGrpc.getStreamReservationsMethod = getStreamReservationsMethod =
              io.grpc.MethodDescriptor.<dev.holdfast.inventory.v1.StreamReservationsRequest, dev.holdfast.inventory.v1.StreamReservationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamReservations"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.StreamReservationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.holdfast.inventory.v1.StreamReservationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("StreamReservations"))
              .build();
        }
      }
    }
    return getStreamReservationsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static InventoryServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceStub>() {
        @java.lang.Override
        public InventoryServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceStub(channel, callOptions);
        }
      };
    return InventoryServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static InventoryServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingV2Stub>() {
        @java.lang.Override
        public InventoryServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return InventoryServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static InventoryServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingStub>() {
        @java.lang.Override
        public InventoryServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceBlockingStub(channel, callOptions);
        }
      };
    return InventoryServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static InventoryServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceFutureStub>() {
        @java.lang.Override
        public InventoryServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceFutureStub(channel, callOptions);
        }
      };
    return InventoryServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * </pre>
     */
    default void createInventoryItem(dev.holdfast.inventory.v1.CreateInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateInventoryItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * </pre>
     */
    default void getInventoryItem(dev.holdfast.inventory.v1.GetInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetInventoryItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * Several items by id; those that do not exist are listed.
     * </pre>
     */
    default void batchGetInventoryItems(dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetInventoryItemsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Items by filter, page by page.
     * </pre>
     */
    default void listInventoryItems(dev.holdfast.inventory.v1.ListInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListInventoryItemsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * </pre>
     */
    default void updateInventoryItem(dev.holdfast.inventory.v1.UpdateInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateInventoryItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    default void deleteInventoryItem(dev.holdfast.inventory.v1.DeleteInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteInventoryItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * </pre>
     */
    default void undeleteInventoryItem(dev.holdfast.inventory.v1.UndeleteInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndeleteInventoryItemMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes many items, each by itself.
     * </pre>
     */
    default void batchCreateInventoryItems(dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateInventoryItemsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * </pre>
     */
    default void createInventoryLevel(dev.holdfast.inventory.v1.CreateInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateInventoryLevelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes many levels, each by itself.
     * </pre>
     */
    default void batchCreateInventoryLevels(dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateInventoryLevelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * One level. NOT_STOCKED_AT_LOCATION.
     * </pre>
     */
    default void getInventoryLevel(dev.holdfast.inventory.v1.GetInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetInventoryLevelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Several levels by item and location; those that do not exist are listed.
     * </pre>
     */
    default void batchGetInventoryLevels(dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetInventoryLevelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Levels by filter, page by page.
     * </pre>
     */
    default void listInventoryLevels(dev.holdfast.inventory.v1.ListInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListInventoryLevelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * </pre>
     */
    default void updateInventoryLevel(dev.holdfast.inventory.v1.UpdateInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateInventoryLevelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * </pre>
     */
    default void deleteInventoryLevel(dev.holdfast.inventory.v1.DeleteInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteInventoryLevelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    default void adjustInventory(dev.holdfast.inventory.v1.AdjustInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.AdjustInventoryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAdjustInventoryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    default void setInventory(dev.holdfast.inventory.v1.SetInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SetInventoryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetInventoryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * </pre>
     */
    default void moveInventory(dev.holdfast.inventory.v1.MoveInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.MoveInventoryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getMoveInventoryMethod(), responseObserver);
    }

    /**
     * <pre>
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * </pre>
     */
    default void batchAdjustInventory(dev.holdfast.inventory.v1.BatchAdjustInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchAdjustInventoryMethod(), responseObserver);
    }

    /**
     * <pre>
     * The ledger, page by page, in the order of its time.
     * </pre>
     */
    default void listStockMovements(dev.holdfast.inventory.v1.ListStockMovementsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockMovementsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListStockMovementsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * </pre>
     */
    default void createReservation(dev.holdfast.inventory.v1.CreateReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Many reservations, each by itself.
     * </pre>
     */
    default void batchCreateReservations(dev.holdfast.inventory.v1.BatchCreateReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateReservationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateReservationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * One reservation. RESOURCE_NOT_FOUND.
     * </pre>
     */
    default void getReservation(dev.holdfast.inventory.v1.GetReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Several reservations by id; those that do not exist are listed.
     * </pre>
     */
    default void batchGetReservations(dev.holdfast.inventory.v1.BatchGetReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetReservationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetReservationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reservations by filter, page by page.
     * </pre>
     */
    default void listReservations(dev.holdfast.inventory.v1.ListReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListReservationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListReservationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * </pre>
     */
    default void updateReservation(dev.holdfast.inventory.v1.UpdateReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Many updates, each by itself.
     * </pre>
     */
    default void batchUpdateReservations(dev.holdfast.inventory.v1.BatchUpdateReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchUpdateReservationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    default void extendReservation(dev.holdfast.inventory.v1.ExtendReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ExtendReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExtendReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    default void confirmReservation(dev.holdfast.inventory.v1.ConfirmReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getConfirmReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * </pre>
     */
    default void releaseReservation(dev.holdfast.inventory.v1.ReleaseReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReleaseReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReleaseReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    default void fulfillReservation(dev.holdfast.inventory.v1.FulfillReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.FulfillReservationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getFulfillReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * </pre>
     */
    default void reverseFulfillment(dev.holdfast.inventory.v1.ReverseFulfillmentRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReverseFulfillmentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReverseFulfillmentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Many releases, each by itself.
     * </pre>
     */
    default void batchReleaseReservations(dev.holdfast.inventory.v1.BatchReleaseReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchReleaseReservationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    default void receiveReturn(dev.holdfast.inventory.v1.ReceiveReturnRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReceiveReturnResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReceiveReturnMethod(), responseObserver);
    }

    /**
     * <pre>
     * Whether all lines could be promised together now. Promises nothing.
     * </pre>
     */
    default void confirmInventory(dev.holdfast.inventory.v1.ConfirmInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmInventoryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getConfirmInventoryMethod(), responseObserver);
    }

    /**
     * <pre>
     * What one item has, at one location or several.
     * </pre>
     */
    default void getAvailability(dev.holdfast.inventory.v1.GetAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetAvailabilityResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAvailabilityMethod(), responseObserver);
    }

    /**
     * <pre>
     * What several items have; each entry is of one instant and answers by itself.
     * </pre>
     */
    default void batchGetAvailability(dev.holdfast.inventory.v1.BatchGetAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetAvailabilityMethod(), responseObserver);
    }

    /**
     * <pre>
     * Creates reservations over one stream; outcomes come in any order, named by request id. A client that does not read
     * outcomes is not read from either. TOO_MANY_STREAMS.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.StreamReservationsRequest> streamReservations(
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.StreamReservationsResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamReservationsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service InventoryService.
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public static abstract class InventoryServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return InventoryServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service InventoryService.
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public static final class InventoryServiceStub
      extends io.grpc.stub.AbstractAsyncStub<InventoryServiceStub> {
    private InventoryServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * </pre>
     */
    public void createInventoryItem(dev.holdfast.inventory.v1.CreateInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateInventoryItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public void getInventoryItem(dev.holdfast.inventory.v1.GetInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetInventoryItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Several items by id; those that do not exist are listed.
     * </pre>
     */
    public void batchGetInventoryItems(dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetInventoryItemsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Items by filter, page by page.
     * </pre>
     */
    public void listInventoryItems(dev.holdfast.inventory.v1.ListInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListInventoryItemsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * </pre>
     */
    public void updateInventoryItem(dev.holdfast.inventory.v1.UpdateInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateInventoryItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public void deleteInventoryItem(dev.holdfast.inventory.v1.DeleteInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteInventoryItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * </pre>
     */
    public void undeleteInventoryItem(dev.holdfast.inventory.v1.UndeleteInventoryItemRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndeleteInventoryItemMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes many items, each by itself.
     * </pre>
     */
    public void batchCreateInventoryItems(dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateInventoryItemsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * </pre>
     */
    public void createInventoryLevel(dev.holdfast.inventory.v1.CreateInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateInventoryLevelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes many levels, each by itself.
     * </pre>
     */
    public void batchCreateInventoryLevels(dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateInventoryLevelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One level. NOT_STOCKED_AT_LOCATION.
     * </pre>
     */
    public void getInventoryLevel(dev.holdfast.inventory.v1.GetInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetInventoryLevelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Several levels by item and location; those that do not exist are listed.
     * </pre>
     */
    public void batchGetInventoryLevels(dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetInventoryLevelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Levels by filter, page by page.
     * </pre>
     */
    public void listInventoryLevels(dev.holdfast.inventory.v1.ListInventoryLevelsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryLevelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListInventoryLevelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * </pre>
     */
    public void updateInventoryLevel(dev.holdfast.inventory.v1.UpdateInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateInventoryLevelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * </pre>
     */
    public void deleteInventoryLevel(dev.holdfast.inventory.v1.DeleteInventoryLevelRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteInventoryLevelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public void adjustInventory(dev.holdfast.inventory.v1.AdjustInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.AdjustInventoryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAdjustInventoryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public void setInventory(dev.holdfast.inventory.v1.SetInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SetInventoryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetInventoryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * </pre>
     */
    public void moveInventory(dev.holdfast.inventory.v1.MoveInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.MoveInventoryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getMoveInventoryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * </pre>
     */
    public void batchAdjustInventory(dev.holdfast.inventory.v1.BatchAdjustInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchAdjustInventoryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The ledger, page by page, in the order of its time.
     * </pre>
     */
    public void listStockMovements(dev.holdfast.inventory.v1.ListStockMovementsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockMovementsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListStockMovementsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * </pre>
     */
    public void createReservation(dev.holdfast.inventory.v1.CreateReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Many reservations, each by itself.
     * </pre>
     */
    public void batchCreateReservations(dev.holdfast.inventory.v1.BatchCreateReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateReservationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateReservationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One reservation. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public void getReservation(dev.holdfast.inventory.v1.GetReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Several reservations by id; those that do not exist are listed.
     * </pre>
     */
    public void batchGetReservations(dev.holdfast.inventory.v1.BatchGetReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetReservationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetReservationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reservations by filter, page by page.
     * </pre>
     */
    public void listReservations(dev.holdfast.inventory.v1.ListReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListReservationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListReservationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * </pre>
     */
    public void updateReservation(dev.holdfast.inventory.v1.UpdateReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Many updates, each by itself.
     * </pre>
     */
    public void batchUpdateReservations(dev.holdfast.inventory.v1.BatchUpdateReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchUpdateReservationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public void extendReservation(dev.holdfast.inventory.v1.ExtendReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ExtendReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExtendReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public void confirmReservation(dev.holdfast.inventory.v1.ConfirmReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getConfirmReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * </pre>
     */
    public void releaseReservation(dev.holdfast.inventory.v1.ReleaseReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReleaseReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReleaseReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public void fulfillReservation(dev.holdfast.inventory.v1.FulfillReservationRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.FulfillReservationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getFulfillReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * </pre>
     */
    public void reverseFulfillment(dev.holdfast.inventory.v1.ReverseFulfillmentRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReverseFulfillmentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReverseFulfillmentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Many releases, each by itself.
     * </pre>
     */
    public void batchReleaseReservations(dev.holdfast.inventory.v1.BatchReleaseReservationsRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchReleaseReservationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public void receiveReturn(dev.holdfast.inventory.v1.ReceiveReturnRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReceiveReturnResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReceiveReturnMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Whether all lines could be promised together now. Promises nothing.
     * </pre>
     */
    public void confirmInventory(dev.holdfast.inventory.v1.ConfirmInventoryRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmInventoryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getConfirmInventoryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What one item has, at one location or several.
     * </pre>
     */
    public void getAvailability(dev.holdfast.inventory.v1.GetAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetAvailabilityResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAvailabilityMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What several items have; each entry is of one instant and answers by itself.
     * </pre>
     */
    public void batchGetAvailability(dev.holdfast.inventory.v1.BatchGetAvailabilityRequest request,
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetAvailabilityMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Creates reservations over one stream; outcomes come in any order, named by request id. A client that does not read
     * outcomes is not read from either. TOO_MANY_STREAMS.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.StreamReservationsRequest> streamReservations(
        io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.StreamReservationsResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamReservationsMethod(), getCallOptions()), responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service InventoryService.
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public static final class InventoryServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<InventoryServiceBlockingV2Stub> {
    private InventoryServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateInventoryItemResponse createInventoryItem(dev.holdfast.inventory.v1.CreateInventoryItemRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetInventoryItemResponse getInventoryItem(dev.holdfast.inventory.v1.GetInventoryItemRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several items by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse batchGetInventoryItems(dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Items by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListInventoryItemsResponse listInventoryItems(dev.holdfast.inventory.v1.ListInventoryItemsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateInventoryItemResponse updateInventoryItem(dev.holdfast.inventory.v1.UpdateInventoryItemRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteInventoryItemResponse deleteInventoryItem(dev.holdfast.inventory.v1.DeleteInventoryItemRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteInventoryItemResponse undeleteInventoryItem(dev.holdfast.inventory.v1.UndeleteInventoryItemRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUndeleteInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes many items, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse batchCreateInventoryItems(dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateInventoryLevelResponse createInventoryLevel(dev.holdfast.inventory.v1.CreateInventoryLevelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes many levels, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse batchCreateInventoryLevels(dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One level. NOT_STOCKED_AT_LOCATION.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetInventoryLevelResponse getInventoryLevel(dev.holdfast.inventory.v1.GetInventoryLevelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several levels by item and location; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse batchGetInventoryLevels(dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Levels by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListInventoryLevelsResponse listInventoryLevels(dev.holdfast.inventory.v1.ListInventoryLevelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateInventoryLevelResponse updateInventoryLevel(dev.holdfast.inventory.v1.UpdateInventoryLevelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteInventoryLevelResponse deleteInventoryLevel(dev.holdfast.inventory.v1.DeleteInventoryLevelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.AdjustInventoryResponse adjustInventory(dev.holdfast.inventory.v1.AdjustInventoryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAdjustInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.SetInventoryResponse setInventory(dev.holdfast.inventory.v1.SetInventoryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * </pre>
     */
    public dev.holdfast.inventory.v1.MoveInventoryResponse moveInventory(dev.holdfast.inventory.v1.MoveInventoryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getMoveInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchAdjustInventoryResponse batchAdjustInventory(dev.holdfast.inventory.v1.BatchAdjustInventoryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchAdjustInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The ledger, page by page, in the order of its time.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListStockMovementsResponse listStockMovements(dev.holdfast.inventory.v1.ListStockMovementsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListStockMovementsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateReservationResponse createReservation(dev.holdfast.inventory.v1.CreateReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many reservations, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateReservationsResponse batchCreateReservations(dev.holdfast.inventory.v1.BatchCreateReservationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One reservation. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetReservationResponse getReservation(dev.holdfast.inventory.v1.GetReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several reservations by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetReservationsResponse batchGetReservations(dev.holdfast.inventory.v1.BatchGetReservationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reservations by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListReservationsResponse listReservations(dev.holdfast.inventory.v1.ListReservationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateReservationResponse updateReservation(dev.holdfast.inventory.v1.UpdateReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many updates, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchUpdateReservationsResponse batchUpdateReservations(dev.holdfast.inventory.v1.BatchUpdateReservationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchUpdateReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ExtendReservationResponse extendReservation(dev.holdfast.inventory.v1.ExtendReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExtendReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ConfirmReservationResponse confirmReservation(dev.holdfast.inventory.v1.ConfirmReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getConfirmReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReleaseReservationResponse releaseReservation(dev.holdfast.inventory.v1.ReleaseReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReleaseReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.FulfillReservationResponse fulfillReservation(dev.holdfast.inventory.v1.FulfillReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getFulfillReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReverseFulfillmentResponse reverseFulfillment(dev.holdfast.inventory.v1.ReverseFulfillmentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReverseFulfillmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many releases, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchReleaseReservationsResponse batchReleaseReservations(dev.holdfast.inventory.v1.BatchReleaseReservationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchReleaseReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReceiveReturnResponse receiveReturn(dev.holdfast.inventory.v1.ReceiveReturnRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReceiveReturnMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Whether all lines could be promised together now. Promises nothing.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ConfirmInventoryResponse confirmInventory(dev.holdfast.inventory.v1.ConfirmInventoryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getConfirmInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What one item has, at one location or several.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetAvailabilityResponse getAvailability(dev.holdfast.inventory.v1.GetAvailabilityRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What several items have; each entry is of one instant and answers by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetAvailabilityResponse batchGetAvailability(dev.holdfast.inventory.v1.BatchGetAvailabilityRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates reservations over one stream; outcomes come in any order, named by request id. A client that does not read
     * outcomes is not read from either. TOO_MANY_STREAMS.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.holdfast.inventory.v1.StreamReservationsRequest, dev.holdfast.inventory.v1.StreamReservationsResponse>
        streamReservations() {
      return io.grpc.stub.ClientCalls.blockingBidiStreamingCall(
          getChannel(), getStreamReservationsMethod(), getCallOptions());
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service InventoryService.
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public static final class InventoryServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<InventoryServiceBlockingStub> {
    private InventoryServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateInventoryItemResponse createInventoryItem(dev.holdfast.inventory.v1.CreateInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetInventoryItemResponse getInventoryItem(dev.holdfast.inventory.v1.GetInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several items by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse batchGetInventoryItems(dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Items by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListInventoryItemsResponse listInventoryItems(dev.holdfast.inventory.v1.ListInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateInventoryItemResponse updateInventoryItem(dev.holdfast.inventory.v1.UpdateInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteInventoryItemResponse deleteInventoryItem(dev.holdfast.inventory.v1.DeleteInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UndeleteInventoryItemResponse undeleteInventoryItem(dev.holdfast.inventory.v1.UndeleteInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndeleteInventoryItemMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes many items, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse batchCreateInventoryItems(dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateInventoryItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateInventoryLevelResponse createInventoryLevel(dev.holdfast.inventory.v1.CreateInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes many levels, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse batchCreateInventoryLevels(dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One level. NOT_STOCKED_AT_LOCATION.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetInventoryLevelResponse getInventoryLevel(dev.holdfast.inventory.v1.GetInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several levels by item and location; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse batchGetInventoryLevels(dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Levels by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListInventoryLevelsResponse listInventoryLevels(dev.holdfast.inventory.v1.ListInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListInventoryLevelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateInventoryLevelResponse updateInventoryLevel(dev.holdfast.inventory.v1.UpdateInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * </pre>
     */
    public dev.holdfast.inventory.v1.DeleteInventoryLevelResponse deleteInventoryLevel(dev.holdfast.inventory.v1.DeleteInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteInventoryLevelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.AdjustInventoryResponse adjustInventory(dev.holdfast.inventory.v1.AdjustInventoryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAdjustInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.SetInventoryResponse setInventory(dev.holdfast.inventory.v1.SetInventoryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * </pre>
     */
    public dev.holdfast.inventory.v1.MoveInventoryResponse moveInventory(dev.holdfast.inventory.v1.MoveInventoryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getMoveInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchAdjustInventoryResponse batchAdjustInventory(dev.holdfast.inventory.v1.BatchAdjustInventoryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchAdjustInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The ledger, page by page, in the order of its time.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListStockMovementsResponse listStockMovements(dev.holdfast.inventory.v1.ListStockMovementsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListStockMovementsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * </pre>
     */
    public dev.holdfast.inventory.v1.CreateReservationResponse createReservation(dev.holdfast.inventory.v1.CreateReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many reservations, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchCreateReservationsResponse batchCreateReservations(dev.holdfast.inventory.v1.BatchCreateReservationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One reservation. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetReservationResponse getReservation(dev.holdfast.inventory.v1.GetReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Several reservations by id; those that do not exist are listed.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetReservationsResponse batchGetReservations(dev.holdfast.inventory.v1.BatchGetReservationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reservations by filter, page by page.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ListReservationsResponse listReservations(dev.holdfast.inventory.v1.ListReservationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * </pre>
     */
    public dev.holdfast.inventory.v1.UpdateReservationResponse updateReservation(dev.holdfast.inventory.v1.UpdateReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many updates, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchUpdateReservationsResponse batchUpdateReservations(dev.holdfast.inventory.v1.BatchUpdateReservationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchUpdateReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ExtendReservationResponse extendReservation(dev.holdfast.inventory.v1.ExtendReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExtendReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ConfirmReservationResponse confirmReservation(dev.holdfast.inventory.v1.ConfirmReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getConfirmReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReleaseReservationResponse releaseReservation(dev.holdfast.inventory.v1.ReleaseReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReleaseReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.FulfillReservationResponse fulfillReservation(dev.holdfast.inventory.v1.FulfillReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getFulfillReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReverseFulfillmentResponse reverseFulfillment(dev.holdfast.inventory.v1.ReverseFulfillmentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReverseFulfillmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Many releases, each by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchReleaseReservationsResponse batchReleaseReservations(dev.holdfast.inventory.v1.BatchReleaseReservationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchReleaseReservationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ReceiveReturnResponse receiveReturn(dev.holdfast.inventory.v1.ReceiveReturnRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReceiveReturnMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Whether all lines could be promised together now. Promises nothing.
     * </pre>
     */
    public dev.holdfast.inventory.v1.ConfirmInventoryResponse confirmInventory(dev.holdfast.inventory.v1.ConfirmInventoryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getConfirmInventoryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What one item has, at one location or several.
     * </pre>
     */
    public dev.holdfast.inventory.v1.GetAvailabilityResponse getAvailability(dev.holdfast.inventory.v1.GetAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAvailabilityMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What several items have; each entry is of one instant and answers by itself.
     * </pre>
     */
    public dev.holdfast.inventory.v1.BatchGetAvailabilityResponse batchGetAvailability(dev.holdfast.inventory.v1.BatchGetAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetAvailabilityMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service InventoryService.
   * <pre>
   * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
   * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
   * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
   * </pre>
   */
  public static final class InventoryServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<InventoryServiceFutureStub> {
    private InventoryServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.CreateInventoryItemResponse> createInventoryItem(
        dev.holdfast.inventory.v1.CreateInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateInventoryItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetInventoryItemResponse> getInventoryItem(
        dev.holdfast.inventory.v1.GetInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetInventoryItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Several items by id; those that do not exist are listed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse> batchGetInventoryItems(
        dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetInventoryItemsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Items by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListInventoryItemsResponse> listInventoryItems(
        dev.holdfast.inventory.v1.ListInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListInventoryItemsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpdateInventoryItemResponse> updateInventoryItem(
        dev.holdfast.inventory.v1.UpdateInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateInventoryItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteInventoryItemResponse> deleteInventoryItem(
        dev.holdfast.inventory.v1.DeleteInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteInventoryItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UndeleteInventoryItemResponse> undeleteInventoryItem(
        dev.holdfast.inventory.v1.UndeleteInventoryItemRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndeleteInventoryItemMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes many items, each by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse> batchCreateInventoryItems(
        dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateInventoryItemsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.CreateInventoryLevelResponse> createInventoryLevel(
        dev.holdfast.inventory.v1.CreateInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateInventoryLevelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes many levels, each by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse> batchCreateInventoryLevels(
        dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateInventoryLevelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One level. NOT_STOCKED_AT_LOCATION.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetInventoryLevelResponse> getInventoryLevel(
        dev.holdfast.inventory.v1.GetInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetInventoryLevelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Several levels by item and location; those that do not exist are listed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse> batchGetInventoryLevels(
        dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetInventoryLevelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Levels by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListInventoryLevelsResponse> listInventoryLevels(
        dev.holdfast.inventory.v1.ListInventoryLevelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListInventoryLevelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpdateInventoryLevelResponse> updateInventoryLevel(
        dev.holdfast.inventory.v1.UpdateInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateInventoryLevelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.DeleteInventoryLevelResponse> deleteInventoryLevel(
        dev.holdfast.inventory.v1.DeleteInventoryLevelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteInventoryLevelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.AdjustInventoryResponse> adjustInventory(
        dev.holdfast.inventory.v1.AdjustInventoryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAdjustInventoryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.SetInventoryResponse> setInventory(
        dev.holdfast.inventory.v1.SetInventoryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetInventoryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.MoveInventoryResponse> moveInventory(
        dev.holdfast.inventory.v1.MoveInventoryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getMoveInventoryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchAdjustInventoryResponse> batchAdjustInventory(
        dev.holdfast.inventory.v1.BatchAdjustInventoryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchAdjustInventoryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The ledger, page by page, in the order of its time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListStockMovementsResponse> listStockMovements(
        dev.holdfast.inventory.v1.ListStockMovementsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListStockMovementsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.CreateReservationResponse> createReservation(
        dev.holdfast.inventory.v1.CreateReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Many reservations, each by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchCreateReservationsResponse> batchCreateReservations(
        dev.holdfast.inventory.v1.BatchCreateReservationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateReservationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One reservation. RESOURCE_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetReservationResponse> getReservation(
        dev.holdfast.inventory.v1.GetReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Several reservations by id; those that do not exist are listed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetReservationsResponse> batchGetReservations(
        dev.holdfast.inventory.v1.BatchGetReservationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetReservationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reservations by filter, page by page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ListReservationsResponse> listReservations(
        dev.holdfast.inventory.v1.ListReservationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListReservationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.UpdateReservationResponse> updateReservation(
        dev.holdfast.inventory.v1.UpdateReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Many updates, each by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchUpdateReservationsResponse> batchUpdateReservations(
        dev.holdfast.inventory.v1.BatchUpdateReservationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchUpdateReservationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ExtendReservationResponse> extendReservation(
        dev.holdfast.inventory.v1.ExtendReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExtendReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ConfirmReservationResponse> confirmReservation(
        dev.holdfast.inventory.v1.ConfirmReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getConfirmReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ReleaseReservationResponse> releaseReservation(
        dev.holdfast.inventory.v1.ReleaseReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReleaseReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.FulfillReservationResponse> fulfillReservation(
        dev.holdfast.inventory.v1.FulfillReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getFulfillReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ReverseFulfillmentResponse> reverseFulfillment(
        dev.holdfast.inventory.v1.ReverseFulfillmentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReverseFulfillmentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Many releases, each by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchReleaseReservationsResponse> batchReleaseReservations(
        dev.holdfast.inventory.v1.BatchReleaseReservationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchReleaseReservationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ReceiveReturnResponse> receiveReturn(
        dev.holdfast.inventory.v1.ReceiveReturnRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReceiveReturnMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Whether all lines could be promised together now. Promises nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.ConfirmInventoryResponse> confirmInventory(
        dev.holdfast.inventory.v1.ConfirmInventoryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getConfirmInventoryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What one item has, at one location or several.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.GetAvailabilityResponse> getAvailability(
        dev.holdfast.inventory.v1.GetAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAvailabilityMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What several items have; each entry is of one instant and answers by itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.holdfast.inventory.v1.BatchGetAvailabilityResponse> batchGetAvailability(
        dev.holdfast.inventory.v1.BatchGetAvailabilityRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetAvailabilityMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_INVENTORY_ITEM = 0;
  private static final int METHODID_GET_INVENTORY_ITEM = 1;
  private static final int METHODID_BATCH_GET_INVENTORY_ITEMS = 2;
  private static final int METHODID_LIST_INVENTORY_ITEMS = 3;
  private static final int METHODID_UPDATE_INVENTORY_ITEM = 4;
  private static final int METHODID_DELETE_INVENTORY_ITEM = 5;
  private static final int METHODID_UNDELETE_INVENTORY_ITEM = 6;
  private static final int METHODID_BATCH_CREATE_INVENTORY_ITEMS = 7;
  private static final int METHODID_CREATE_INVENTORY_LEVEL = 8;
  private static final int METHODID_BATCH_CREATE_INVENTORY_LEVELS = 9;
  private static final int METHODID_GET_INVENTORY_LEVEL = 10;
  private static final int METHODID_BATCH_GET_INVENTORY_LEVELS = 11;
  private static final int METHODID_LIST_INVENTORY_LEVELS = 12;
  private static final int METHODID_UPDATE_INVENTORY_LEVEL = 13;
  private static final int METHODID_DELETE_INVENTORY_LEVEL = 14;
  private static final int METHODID_ADJUST_INVENTORY = 15;
  private static final int METHODID_SET_INVENTORY = 16;
  private static final int METHODID_MOVE_INVENTORY = 17;
  private static final int METHODID_BATCH_ADJUST_INVENTORY = 18;
  private static final int METHODID_LIST_STOCK_MOVEMENTS = 19;
  private static final int METHODID_CREATE_RESERVATION = 20;
  private static final int METHODID_BATCH_CREATE_RESERVATIONS = 21;
  private static final int METHODID_GET_RESERVATION = 22;
  private static final int METHODID_BATCH_GET_RESERVATIONS = 23;
  private static final int METHODID_LIST_RESERVATIONS = 24;
  private static final int METHODID_UPDATE_RESERVATION = 25;
  private static final int METHODID_BATCH_UPDATE_RESERVATIONS = 26;
  private static final int METHODID_EXTEND_RESERVATION = 27;
  private static final int METHODID_CONFIRM_RESERVATION = 28;
  private static final int METHODID_RELEASE_RESERVATION = 29;
  private static final int METHODID_FULFILL_RESERVATION = 30;
  private static final int METHODID_REVERSE_FULFILLMENT = 31;
  private static final int METHODID_BATCH_RELEASE_RESERVATIONS = 32;
  private static final int METHODID_RECEIVE_RETURN = 33;
  private static final int METHODID_CONFIRM_INVENTORY = 34;
  private static final int METHODID_GET_AVAILABILITY = 35;
  private static final int METHODID_BATCH_GET_AVAILABILITY = 36;
  private static final int METHODID_STREAM_RESERVATIONS = 37;

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
        case METHODID_CREATE_INVENTORY_ITEM:
          serviceImpl.createInventoryItem((dev.holdfast.inventory.v1.CreateInventoryItemRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryItemResponse>) responseObserver);
          break;
        case METHODID_GET_INVENTORY_ITEM:
          serviceImpl.getInventoryItem((dev.holdfast.inventory.v1.GetInventoryItemRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryItemResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_INVENTORY_ITEMS:
          serviceImpl.batchGetInventoryItems((dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse>) responseObserver);
          break;
        case METHODID_LIST_INVENTORY_ITEMS:
          serviceImpl.listInventoryItems((dev.holdfast.inventory.v1.ListInventoryItemsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryItemsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_INVENTORY_ITEM:
          serviceImpl.updateInventoryItem((dev.holdfast.inventory.v1.UpdateInventoryItemRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryItemResponse>) responseObserver);
          break;
        case METHODID_DELETE_INVENTORY_ITEM:
          serviceImpl.deleteInventoryItem((dev.holdfast.inventory.v1.DeleteInventoryItemRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryItemResponse>) responseObserver);
          break;
        case METHODID_UNDELETE_INVENTORY_ITEM:
          serviceImpl.undeleteInventoryItem((dev.holdfast.inventory.v1.UndeleteInventoryItemRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UndeleteInventoryItemResponse>) responseObserver);
          break;
        case METHODID_BATCH_CREATE_INVENTORY_ITEMS:
          serviceImpl.batchCreateInventoryItems((dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse>) responseObserver);
          break;
        case METHODID_CREATE_INVENTORY_LEVEL:
          serviceImpl.createInventoryLevel((dev.holdfast.inventory.v1.CreateInventoryLevelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateInventoryLevelResponse>) responseObserver);
          break;
        case METHODID_BATCH_CREATE_INVENTORY_LEVELS:
          serviceImpl.batchCreateInventoryLevels((dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse>) responseObserver);
          break;
        case METHODID_GET_INVENTORY_LEVEL:
          serviceImpl.getInventoryLevel((dev.holdfast.inventory.v1.GetInventoryLevelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetInventoryLevelResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_INVENTORY_LEVELS:
          serviceImpl.batchGetInventoryLevels((dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse>) responseObserver);
          break;
        case METHODID_LIST_INVENTORY_LEVELS:
          serviceImpl.listInventoryLevels((dev.holdfast.inventory.v1.ListInventoryLevelsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListInventoryLevelsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_INVENTORY_LEVEL:
          serviceImpl.updateInventoryLevel((dev.holdfast.inventory.v1.UpdateInventoryLevelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateInventoryLevelResponse>) responseObserver);
          break;
        case METHODID_DELETE_INVENTORY_LEVEL:
          serviceImpl.deleteInventoryLevel((dev.holdfast.inventory.v1.DeleteInventoryLevelRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.DeleteInventoryLevelResponse>) responseObserver);
          break;
        case METHODID_ADJUST_INVENTORY:
          serviceImpl.adjustInventory((dev.holdfast.inventory.v1.AdjustInventoryRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.AdjustInventoryResponse>) responseObserver);
          break;
        case METHODID_SET_INVENTORY:
          serviceImpl.setInventory((dev.holdfast.inventory.v1.SetInventoryRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.SetInventoryResponse>) responseObserver);
          break;
        case METHODID_MOVE_INVENTORY:
          serviceImpl.moveInventory((dev.holdfast.inventory.v1.MoveInventoryRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.MoveInventoryResponse>) responseObserver);
          break;
        case METHODID_BATCH_ADJUST_INVENTORY:
          serviceImpl.batchAdjustInventory((dev.holdfast.inventory.v1.BatchAdjustInventoryRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchAdjustInventoryResponse>) responseObserver);
          break;
        case METHODID_LIST_STOCK_MOVEMENTS:
          serviceImpl.listStockMovements((dev.holdfast.inventory.v1.ListStockMovementsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListStockMovementsResponse>) responseObserver);
          break;
        case METHODID_CREATE_RESERVATION:
          serviceImpl.createReservation((dev.holdfast.inventory.v1.CreateReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.CreateReservationResponse>) responseObserver);
          break;
        case METHODID_BATCH_CREATE_RESERVATIONS:
          serviceImpl.batchCreateReservations((dev.holdfast.inventory.v1.BatchCreateReservationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchCreateReservationsResponse>) responseObserver);
          break;
        case METHODID_GET_RESERVATION:
          serviceImpl.getReservation((dev.holdfast.inventory.v1.GetReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetReservationResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_RESERVATIONS:
          serviceImpl.batchGetReservations((dev.holdfast.inventory.v1.BatchGetReservationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetReservationsResponse>) responseObserver);
          break;
        case METHODID_LIST_RESERVATIONS:
          serviceImpl.listReservations((dev.holdfast.inventory.v1.ListReservationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ListReservationsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_RESERVATION:
          serviceImpl.updateReservation((dev.holdfast.inventory.v1.UpdateReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.UpdateReservationResponse>) responseObserver);
          break;
        case METHODID_BATCH_UPDATE_RESERVATIONS:
          serviceImpl.batchUpdateReservations((dev.holdfast.inventory.v1.BatchUpdateReservationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchUpdateReservationsResponse>) responseObserver);
          break;
        case METHODID_EXTEND_RESERVATION:
          serviceImpl.extendReservation((dev.holdfast.inventory.v1.ExtendReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ExtendReservationResponse>) responseObserver);
          break;
        case METHODID_CONFIRM_RESERVATION:
          serviceImpl.confirmReservation((dev.holdfast.inventory.v1.ConfirmReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmReservationResponse>) responseObserver);
          break;
        case METHODID_RELEASE_RESERVATION:
          serviceImpl.releaseReservation((dev.holdfast.inventory.v1.ReleaseReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReleaseReservationResponse>) responseObserver);
          break;
        case METHODID_FULFILL_RESERVATION:
          serviceImpl.fulfillReservation((dev.holdfast.inventory.v1.FulfillReservationRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.FulfillReservationResponse>) responseObserver);
          break;
        case METHODID_REVERSE_FULFILLMENT:
          serviceImpl.reverseFulfillment((dev.holdfast.inventory.v1.ReverseFulfillmentRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReverseFulfillmentResponse>) responseObserver);
          break;
        case METHODID_BATCH_RELEASE_RESERVATIONS:
          serviceImpl.batchReleaseReservations((dev.holdfast.inventory.v1.BatchReleaseReservationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchReleaseReservationsResponse>) responseObserver);
          break;
        case METHODID_RECEIVE_RETURN:
          serviceImpl.receiveReturn((dev.holdfast.inventory.v1.ReceiveReturnRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ReceiveReturnResponse>) responseObserver);
          break;
        case METHODID_CONFIRM_INVENTORY:
          serviceImpl.confirmInventory((dev.holdfast.inventory.v1.ConfirmInventoryRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.ConfirmInventoryResponse>) responseObserver);
          break;
        case METHODID_GET_AVAILABILITY:
          serviceImpl.getAvailability((dev.holdfast.inventory.v1.GetAvailabilityRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.GetAvailabilityResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_AVAILABILITY:
          serviceImpl.batchGetAvailability((dev.holdfast.inventory.v1.BatchGetAvailabilityRequest) request,
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.BatchGetAvailabilityResponse>) responseObserver);
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
        case METHODID_STREAM_RESERVATIONS:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamReservations(
              (io.grpc.stub.StreamObserver<dev.holdfast.inventory.v1.StreamReservationsResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateInventoryItemMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.CreateInventoryItemRequest,
              dev.holdfast.inventory.v1.CreateInventoryItemResponse>(
                service, METHODID_CREATE_INVENTORY_ITEM)))
        .addMethod(
          getGetInventoryItemMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetInventoryItemRequest,
              dev.holdfast.inventory.v1.GetInventoryItemResponse>(
                service, METHODID_GET_INVENTORY_ITEM)))
        .addMethod(
          getBatchGetInventoryItemsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetInventoryItemsRequest,
              dev.holdfast.inventory.v1.BatchGetInventoryItemsResponse>(
                service, METHODID_BATCH_GET_INVENTORY_ITEMS)))
        .addMethod(
          getListInventoryItemsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListInventoryItemsRequest,
              dev.holdfast.inventory.v1.ListInventoryItemsResponse>(
                service, METHODID_LIST_INVENTORY_ITEMS)))
        .addMethod(
          getUpdateInventoryItemMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpdateInventoryItemRequest,
              dev.holdfast.inventory.v1.UpdateInventoryItemResponse>(
                service, METHODID_UPDATE_INVENTORY_ITEM)))
        .addMethod(
          getDeleteInventoryItemMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteInventoryItemRequest,
              dev.holdfast.inventory.v1.DeleteInventoryItemResponse>(
                service, METHODID_DELETE_INVENTORY_ITEM)))
        .addMethod(
          getUndeleteInventoryItemMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UndeleteInventoryItemRequest,
              dev.holdfast.inventory.v1.UndeleteInventoryItemResponse>(
                service, METHODID_UNDELETE_INVENTORY_ITEM)))
        .addMethod(
          getBatchCreateInventoryItemsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest,
              dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse>(
                service, METHODID_BATCH_CREATE_INVENTORY_ITEMS)))
        .addMethod(
          getCreateInventoryLevelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.CreateInventoryLevelRequest,
              dev.holdfast.inventory.v1.CreateInventoryLevelResponse>(
                service, METHODID_CREATE_INVENTORY_LEVEL)))
        .addMethod(
          getBatchCreateInventoryLevelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchCreateInventoryLevelsRequest,
              dev.holdfast.inventory.v1.BatchCreateInventoryLevelsResponse>(
                service, METHODID_BATCH_CREATE_INVENTORY_LEVELS)))
        .addMethod(
          getGetInventoryLevelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetInventoryLevelRequest,
              dev.holdfast.inventory.v1.GetInventoryLevelResponse>(
                service, METHODID_GET_INVENTORY_LEVEL)))
        .addMethod(
          getBatchGetInventoryLevelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetInventoryLevelsRequest,
              dev.holdfast.inventory.v1.BatchGetInventoryLevelsResponse>(
                service, METHODID_BATCH_GET_INVENTORY_LEVELS)))
        .addMethod(
          getListInventoryLevelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListInventoryLevelsRequest,
              dev.holdfast.inventory.v1.ListInventoryLevelsResponse>(
                service, METHODID_LIST_INVENTORY_LEVELS)))
        .addMethod(
          getUpdateInventoryLevelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpdateInventoryLevelRequest,
              dev.holdfast.inventory.v1.UpdateInventoryLevelResponse>(
                service, METHODID_UPDATE_INVENTORY_LEVEL)))
        .addMethod(
          getDeleteInventoryLevelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.DeleteInventoryLevelRequest,
              dev.holdfast.inventory.v1.DeleteInventoryLevelResponse>(
                service, METHODID_DELETE_INVENTORY_LEVEL)))
        .addMethod(
          getAdjustInventoryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.AdjustInventoryRequest,
              dev.holdfast.inventory.v1.AdjustInventoryResponse>(
                service, METHODID_ADJUST_INVENTORY)))
        .addMethod(
          getSetInventoryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.SetInventoryRequest,
              dev.holdfast.inventory.v1.SetInventoryResponse>(
                service, METHODID_SET_INVENTORY)))
        .addMethod(
          getMoveInventoryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.MoveInventoryRequest,
              dev.holdfast.inventory.v1.MoveInventoryResponse>(
                service, METHODID_MOVE_INVENTORY)))
        .addMethod(
          getBatchAdjustInventoryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchAdjustInventoryRequest,
              dev.holdfast.inventory.v1.BatchAdjustInventoryResponse>(
                service, METHODID_BATCH_ADJUST_INVENTORY)))
        .addMethod(
          getListStockMovementsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListStockMovementsRequest,
              dev.holdfast.inventory.v1.ListStockMovementsResponse>(
                service, METHODID_LIST_STOCK_MOVEMENTS)))
        .addMethod(
          getCreateReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.CreateReservationRequest,
              dev.holdfast.inventory.v1.CreateReservationResponse>(
                service, METHODID_CREATE_RESERVATION)))
        .addMethod(
          getBatchCreateReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchCreateReservationsRequest,
              dev.holdfast.inventory.v1.BatchCreateReservationsResponse>(
                service, METHODID_BATCH_CREATE_RESERVATIONS)))
        .addMethod(
          getGetReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetReservationRequest,
              dev.holdfast.inventory.v1.GetReservationResponse>(
                service, METHODID_GET_RESERVATION)))
        .addMethod(
          getBatchGetReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetReservationsRequest,
              dev.holdfast.inventory.v1.BatchGetReservationsResponse>(
                service, METHODID_BATCH_GET_RESERVATIONS)))
        .addMethod(
          getListReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ListReservationsRequest,
              dev.holdfast.inventory.v1.ListReservationsResponse>(
                service, METHODID_LIST_RESERVATIONS)))
        .addMethod(
          getUpdateReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.UpdateReservationRequest,
              dev.holdfast.inventory.v1.UpdateReservationResponse>(
                service, METHODID_UPDATE_RESERVATION)))
        .addMethod(
          getBatchUpdateReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchUpdateReservationsRequest,
              dev.holdfast.inventory.v1.BatchUpdateReservationsResponse>(
                service, METHODID_BATCH_UPDATE_RESERVATIONS)))
        .addMethod(
          getExtendReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ExtendReservationRequest,
              dev.holdfast.inventory.v1.ExtendReservationResponse>(
                service, METHODID_EXTEND_RESERVATION)))
        .addMethod(
          getConfirmReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ConfirmReservationRequest,
              dev.holdfast.inventory.v1.ConfirmReservationResponse>(
                service, METHODID_CONFIRM_RESERVATION)))
        .addMethod(
          getReleaseReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ReleaseReservationRequest,
              dev.holdfast.inventory.v1.ReleaseReservationResponse>(
                service, METHODID_RELEASE_RESERVATION)))
        .addMethod(
          getFulfillReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.FulfillReservationRequest,
              dev.holdfast.inventory.v1.FulfillReservationResponse>(
                service, METHODID_FULFILL_RESERVATION)))
        .addMethod(
          getReverseFulfillmentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ReverseFulfillmentRequest,
              dev.holdfast.inventory.v1.ReverseFulfillmentResponse>(
                service, METHODID_REVERSE_FULFILLMENT)))
        .addMethod(
          getBatchReleaseReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchReleaseReservationsRequest,
              dev.holdfast.inventory.v1.BatchReleaseReservationsResponse>(
                service, METHODID_BATCH_RELEASE_RESERVATIONS)))
        .addMethod(
          getReceiveReturnMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ReceiveReturnRequest,
              dev.holdfast.inventory.v1.ReceiveReturnResponse>(
                service, METHODID_RECEIVE_RETURN)))
        .addMethod(
          getConfirmInventoryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.ConfirmInventoryRequest,
              dev.holdfast.inventory.v1.ConfirmInventoryResponse>(
                service, METHODID_CONFIRM_INVENTORY)))
        .addMethod(
          getGetAvailabilityMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.GetAvailabilityRequest,
              dev.holdfast.inventory.v1.GetAvailabilityResponse>(
                service, METHODID_GET_AVAILABILITY)))
        .addMethod(
          getBatchGetAvailabilityMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.BatchGetAvailabilityRequest,
              dev.holdfast.inventory.v1.BatchGetAvailabilityResponse>(
                service, METHODID_BATCH_GET_AVAILABILITY)))
        .addMethod(
          getStreamReservationsMethod(),
          io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
            new MethodHandlers<
              dev.holdfast.inventory.v1.StreamReservationsRequest,
              dev.holdfast.inventory.v1.StreamReservationsResponse>(
                service, METHODID_STREAM_RESERVATIONS)))
        .build();
  }

  private static abstract class InventoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    InventoryServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.holdfast.inventory.v1.InventoryServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("InventoryService");
    }
  }

  private static final class InventoryServiceFileDescriptorSupplier
      extends InventoryServiceBaseDescriptorSupplier {
    InventoryServiceFileDescriptorSupplier() {}
  }

  private static final class InventoryServiceMethodDescriptorSupplier
      extends InventoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    InventoryServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (InventoryServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new InventoryServiceFileDescriptorSupplier())
              .addMethod(getCreateInventoryItemMethod())
              .addMethod(getGetInventoryItemMethod())
              .addMethod(getBatchGetInventoryItemsMethod())
              .addMethod(getListInventoryItemsMethod())
              .addMethod(getUpdateInventoryItemMethod())
              .addMethod(getDeleteInventoryItemMethod())
              .addMethod(getUndeleteInventoryItemMethod())
              .addMethod(getBatchCreateInventoryItemsMethod())
              .addMethod(getCreateInventoryLevelMethod())
              .addMethod(getBatchCreateInventoryLevelsMethod())
              .addMethod(getGetInventoryLevelMethod())
              .addMethod(getBatchGetInventoryLevelsMethod())
              .addMethod(getListInventoryLevelsMethod())
              .addMethod(getUpdateInventoryLevelMethod())
              .addMethod(getDeleteInventoryLevelMethod())
              .addMethod(getAdjustInventoryMethod())
              .addMethod(getSetInventoryMethod())
              .addMethod(getMoveInventoryMethod())
              .addMethod(getBatchAdjustInventoryMethod())
              .addMethod(getListStockMovementsMethod())
              .addMethod(getCreateReservationMethod())
              .addMethod(getBatchCreateReservationsMethod())
              .addMethod(getGetReservationMethod())
              .addMethod(getBatchGetReservationsMethod())
              .addMethod(getListReservationsMethod())
              .addMethod(getUpdateReservationMethod())
              .addMethod(getBatchUpdateReservationsMethod())
              .addMethod(getExtendReservationMethod())
              .addMethod(getConfirmReservationMethod())
              .addMethod(getReleaseReservationMethod())
              .addMethod(getFulfillReservationMethod())
              .addMethod(getReverseFulfillmentMethod())
              .addMethod(getBatchReleaseReservationsMethod())
              .addMethod(getReceiveReturnMethod())
              .addMethod(getConfirmInventoryMethod())
              .addMethod(getGetAvailabilityMethod())
              .addMethod(getBatchGetAvailabilityMethod())
              .addMethod(getStreamReservationsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
