/** Living as a service: one agent per data folder, the service manager, a clean stop. */
package io.tidegate.agent.service;
