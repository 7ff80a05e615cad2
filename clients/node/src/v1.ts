/** The messages and services of Holdfast. */
export * from "./generated/holdfast/inventory/v1/admin_service_pb.js";
export * from "./generated/holdfast/inventory/v1/catalog_service_pb.js";
export * from "./generated/holdfast/inventory/v1/errors_pb.js";
export * from "./generated/holdfast/inventory/v1/event_service_pb.js";
export * from "./generated/holdfast/inventory/v1/events_pb.js";
export * from "./generated/holdfast/inventory/v1/inventory_service_pb.js";
export * from "./generated/holdfast/inventory/v1/sales_channel_service_pb.js";
export * from "./generated/holdfast/inventory/v1/stock_location_service_pb.js";
export * from "./generated/holdfast/inventory/v1/types_pb.js";
